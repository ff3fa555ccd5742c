// What dict.keys(), values() and items() give: live views of a dict.
#pragma once

#include "data/context.h"
#include "data/object.h"

namespace headrace::pylib {

enum class DictPart : uint8_t { kKeys, kValues, kItems };

class DictView final : public NativeObject {
 public:
  DictView(const Value& dict, DictPart part) : NativeObject(Kind::kObject), dict_(dict), part_(part) {}

  const Value& dict() const { return dict_; }
  DictPart part() const { return part_; }
  // Keys and items are sets to the operators; values are not.
  bool is_set() const { return part_ != DictPart::kValues; }

  std::string_view type_name() const override;
  bool repr(Context& cx, std::string* out) const override;
  bool get_attribute(Context& cx, std::string_view name, Value* out) const override;
  bool iterate(Context& cx, Value* iterator) override;
  bool has_length() const override { return true; }
  bool length(Context& cx, int64_t* out) const override;
  bool contains(Context& cx, const Value& item, bool* out) const override;
  bool hashable() const override { return !is_set(); }
  bool equals(const Value& other) const override;

 private:
  const Value dict_;
  const DictPart part_;
};

Value make_dict_view(const Value& dict, DictPart part);
// Null when v is no view.
const DictView* as_dict_view(const Value& v);
// A view that is a set to the operators, or null.
const DictView* as_set_view(const Value& v);

// Whether the set-like view has the item, where an unhashable item is simply not in it.
bool view_has(const DictView& view, const Value& item);

}  // namespace headrace::pylib
