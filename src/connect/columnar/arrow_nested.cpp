#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "connect/columnar/arrow_column_kinds.h"
#include "data/object.h"

namespace headrace::columnar {
namespace {

bool append_items(const ArrowColumn& items, const ArrowArray& array, int64_t begin, int64_t end, Value* out,
                  std::string* why) {
  auto* list = new ListObj();
  *out = Value::adopt(list);
  list->items.reserve(static_cast<size_t>(end - begin));
  for (int64_t i = begin; i < end; ++i) {
    list->items.emplace_back();
    if (!items.get(array, i, &list->items.back(), why)) return false;
  }
  return true;
}

// List and map offsets, list views' offsets and sizes.
template <typename Offset>
class ListColumn final : public ArrowColumn {
 public:
  ListColumn(ColumnPtr items, bool view) : items_(std::move(items)), view_(view) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    const auto begin = element<Offset>(array, 1, at);
    const auto end = view_ ? begin + element<Offset>(array, 2, at) : element<Offset>(array, 1, at + 1);
    return append_items(*items_, *array.children[0], begin, end, out, why);
  }

  ColumnPtr items_;
  bool view_;
};

class FixedListColumn final : public ArrowColumn {
 public:
  FixedListColumn(ColumnPtr items, int64_t size) : items_(std::move(items)), size_(size) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    return append_items(*items_, *array.children[0], at * size_, (at + 1) * size_, out, why);
  }

  ColumnPtr items_;
  int64_t size_;
};

class StructColumn final : public ArrowColumn {
 public:
  StructColumn(std::vector<std::string> names, std::vector<ColumnPtr> fields) : fields_(std::move(fields)) {
    for (std::string& name : names) names_.push_back(std::move(name));
  }

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    auto* dict = new DictObj();
    *out = Value::adopt(dict);
    for (size_t i = 0; i < fields_.size(); ++i) {
      Value item;
      if (!fields_[i]->get(*array.children[i], at, &item, why)) return false;
      bool inserted;
      dict->table.find_or_insert(Value::string(names_[i]), &inserted)->value = std::move(item);
    }
    return true;
  }

  std::vector<std::string> names_;
  std::vector<ColumnPtr> fields_;
};

class MapColumn final : public ArrowColumn {
 public:
  explicit MapColumn(ColumnPtr entries) : entries_(std::move(entries)) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    auto* dict = new DictObj();
    *out = Value::adopt(dict);
    const auto end = element<int32_t>(array, 1, at + 1);
    for (int64_t i = element<int32_t>(array, 1, at); i < end; ++i) {
      Value entry;
      if (!entries_->get(*array.children[0], i, &entry, why)) return false;
      if (!insert(entry, dict, why)) return false;
    }
    return true;
  }

  // An entry is a struct of a key and a value, by whatever names.
  static bool insert(const Value& entry, DictObj* dict, std::string* why) {
    if (entry.kind() != Kind::kTuple) {
      *why = "a map's entry is null";
      return false;
    }
    const TupleObj& pair = *entry.as<TupleObj>();
    if (!hashable(pair.items[0])) {
      *why = "a map's key is a " + std::string(type_name(pair.items[0]));
      return false;
    }
    bool inserted;
    dict->table.find_or_insert(pair.items[0], &inserted)->value = pair.items[1];
    return true;
  }

  ColumnPtr entries_;
};

class MapEntryColumn final : public ArrowColumn {
 public:
  MapEntryColumn(ColumnPtr key, ColumnPtr item) : key_(std::move(key)), item_(std::move(item)) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    TupleObj* pair = TupleObj::make(2);
    *out = Value::adopt(pair);
    return key_->get(*array.children[0], at, &pair->items[0], why) &&
           item_->get(*array.children[1], at, &pair->items[1], why);
  }

  ColumnPtr key_, item_;
};

class UnionColumn final : public ArrowColumn {
 public:
  // `codes`: the type code of each child.
  UnionColumn(bool dense, const std::vector<int>& codes, std::vector<ColumnPtr> children)
      : ArrowColumn(false), dense_(dense), children_(std::move(children)) {
    child_of_.fill(-1);
    for (size_t i = 0; i < codes.size(); ++i) child_of_[static_cast<size_t>(codes[i])] = static_cast<int>(i);
  }

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    // Codes are 0 to 127; what is no code has no child.
    const int child = child_of_[element<uint8_t>(array, 0, at)];
    if (child < 0) {
      *why = "a union's value is of none of its types";
      return false;
    }
    const int64_t i = dense_ ? element<int32_t>(array, 1, at) : at;
    return children_[static_cast<size_t>(child)]->get(*array.children[child], i, out, why);
  }

  bool dense_;
  std::vector<ColumnPtr> children_;
  std::array<int, 256> child_of_;
};

template <typename End>
class RunEndColumn final : public ArrowColumn {
 public:
  explicit RunEndColumn(ColumnPtr values) : ArrowColumn(false), values_(std::move(values)) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    const ArrowArray& ends = *array.children[0];
    const End* first = static_cast<const End*>(ends.buffers[1]) + ends.offset;
    const End* found = std::upper_bound(first, first + ends.length, static_cast<End>(at));
    return values_->get(*array.children[1], found - first, out, why);
  }

  ColumnPtr values_;
};

template <typename Index>
class DictionaryColumn final : public ArrowColumn {
 public:
  explicit DictionaryColumn(ColumnPtr values) : values_(std::move(values)) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    return values_->get(*array.dictionary, static_cast<int64_t>(element<Index>(array, 1, at)), out, why);
  }

  ColumnPtr values_;
};

// "+ud:0,1,7" and "+us:...".
ColumnPtr union_column(std::string_view format, std::vector<ColumnPtr> children) {
  std::vector<int> codes;
  const char* at = format.data() + 4;
  const char* const end = format.data() + format.size();
  while (at < end) {
    int code = -1;
    const auto parsed = std::from_chars(at, end, code);
    if (parsed.ec != std::errc() || code < 0 || code > 127) return nullptr;
    codes.push_back(code);
    at = parsed.ptr + 1;
  }
  if (codes.size() != children.size()) return nullptr;
  return std::make_unique<UnionColumn>(format[2] == 'd', codes, std::move(children));
}

ColumnPtr fixed_list_column(std::string_view format, ColumnPtr items) {
  int64_t size = 0;
  const char* const end = format.data() + format.size();
  if (std::from_chars(format.data() + 3, end, size).ptr != end) return nullptr;
  return std::make_unique<FixedListColumn>(std::move(items), size);
}

ColumnPtr run_end_column(std::string_view ends, ColumnPtr values) {
  if (ends == "s") return std::make_unique<RunEndColumn<int16_t>>(std::move(values));
  if (ends == "i") return std::make_unique<RunEndColumn<int32_t>>(std::move(values));
  return std::make_unique<RunEndColumn<int64_t>>(std::move(values));
}

std::vector<std::string> child_names(const ArrowSchema& schema) {
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(schema.n_children));
  for (int64_t i = 0; i < schema.n_children; ++i) names.emplace_back(schema.children[i]->name);
  return names;
}

}  // namespace

ColumnPtr nested_column(const ArrowSchema& schema, std::vector<ColumnPtr> children) {
  const std::string_view format = schema.format;
  if (format == "+s") return std::make_unique<StructColumn>(child_names(schema), std::move(children));
  if (format.starts_with("+ud:") || format.starts_with("+us:")) {
    return union_column(format, std::move(children));
  }
  if (format == "+r") return run_end_column(schema.children[0]->format, std::move(children[1]));
  if (format.starts_with("+w:")) return fixed_list_column(format, std::move(children[0]));
  if (format == "+l" || format == "+vl") {
    return std::make_unique<ListColumn<int32_t>>(std::move(children[0]), format == "+vl");
  }
  if (format == "+L" || format == "+vL") {
    return std::make_unique<ListColumn<int64_t>>(std::move(children[0]), format == "+vL");
  }
  return nullptr;
}

ColumnPtr map_column(ColumnPtr key, ColumnPtr item) {
  return std::make_unique<MapColumn>(std::make_unique<MapEntryColumn>(std::move(key), std::move(item)));
}

ColumnPtr dictionary_column(std::string_view indices, ColumnPtr values) {
  switch (indices[0]) {
    case 'c': return std::make_unique<DictionaryColumn<int8_t>>(std::move(values));
    case 'C': return std::make_unique<DictionaryColumn<uint8_t>>(std::move(values));
    case 's': return std::make_unique<DictionaryColumn<int16_t>>(std::move(values));
    case 'S': return std::make_unique<DictionaryColumn<uint16_t>>(std::move(values));
    case 'i': return std::make_unique<DictionaryColumn<int32_t>>(std::move(values));
    case 'I': return std::make_unique<DictionaryColumn<uint32_t>>(std::move(values));
    case 'l': return std::make_unique<DictionaryColumn<int64_t>>(std::move(values));
    default: return std::make_unique<DictionaryColumn<uint64_t>>(std::move(values));
  }
}

}  // namespace headrace::columnar
