#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/cell_loop.h"
#include "data/object.h"

namespace headrace::columnar {
namespace {

bool make_list(ArrowColumn& items, const ArrowArray& array, int64_t begin, int64_t end, Value* out,
               std::string* why) {
  auto* list = new ListObj();
  *out = Value::adopt(list);
  list->items.resize(static_cast<size_t>(end - begin));
  std::vector<CellError> errors;
  items.fill(array, begin, end - begin, {list->items.data()}, &errors);
  if (errors.empty()) return true;
  *why = std::move(errors.front().why);
  return false;
}

// List and map offsets, list views' offsets and sizes.
template <typename Offset>
class ListColumn final : public CellLoop<ListColumn<Offset>> {
 public:
  ListColumn(ColumnPtr items, bool view) : items_(std::move(items)), view_(view) {}

  void enter(const ArrowArray& array) override { items_->enter(*array.children[0]); }
  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, &array, offsets = buffer<Offset>(array, 1)](int64_t at, Value* out, std::string* why) {
      const Offset begin = offsets[at];
      const Offset end = view_ ? begin + buffer<Offset>(array, 2)[at] : offsets[at + 1];
      return make_list(*items_, *array.children[0], begin, end, out, why);
    };
  }

 private:
  ColumnPtr items_;
  bool view_;
};

class FixedListColumn final : public CellLoop<FixedListColumn> {
 public:
  FixedListColumn(ColumnPtr items, int64_t size) : items_(std::move(items)), size_(size) {}

  void enter(const ArrowArray& array) override { items_->enter(*array.children[0]); }
  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, &array](int64_t at, Value* out, std::string* why) {
      return make_list(*items_, *array.children[0], at * size_, (at + 1) * size_, out, why);
    };
  }

 private:
  ColumnPtr items_;
  int64_t size_;
};

void enter_children(const std::vector<ColumnPtr>& columns, const ArrowArray& array) {
  for (size_t i = 0; i < columns.size(); ++i) columns[i]->enter(*array.children[i]);
}

class StructColumn final : public CellLoop<StructColumn> {
 public:
  StructColumn(std::vector<std::string> names, std::vector<ColumnPtr> fields)
      : names_(std::move(names)), fields_(std::move(fields)) {}

  void enter(const ArrowArray& array) override { enter_children(fields_, array); }
  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, &array](int64_t at, Value* out, std::string* why) { return value(array, at, out, why); };
  }

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const {
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

// An entry is a struct of a key and a value, by whatever names.
class MapColumn final : public CellLoop<MapColumn> {
 public:
  explicit MapColumn(ColumnPtr entries) : entries_(std::move(entries)) {}

  void enter(const ArrowArray& array) override { entries_->enter(*array.children[0]); }
  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, &array](int64_t at, Value* out, std::string* why) { return value(array, at, out, why); };
  }

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const {
    auto* dict = new DictObj();
    *out = Value::adopt(dict);
    const auto* offsets = buffer<int32_t>(array, 1);
    for (int64_t i = offsets[at]; i < offsets[at + 1]; ++i) {
      Value entry;
      if (!entries_->get(*array.children[0], i, &entry, why)) return false;
      if (!insert(entry, dict, why)) return false;
    }
    return true;
  }

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

class MapEntryColumn final : public CellLoop<MapEntryColumn> {
 public:
  MapEntryColumn(ColumnPtr key, ColumnPtr item) : key_(std::move(key)), item_(std::move(item)) {}

  void enter(const ArrowArray& array) override {
    key_->enter(*array.children[0]);
    item_->enter(*array.children[1]);
  }
  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, &array](int64_t at, Value* out, std::string* why) {
      TupleObj* pair = TupleObj::make(2);
      *out = Value::adopt(pair);
      return key_->get(*array.children[0], at, &pair->items[0], why) &&
             item_->get(*array.children[1], at, &pair->items[1], why);
    };
  }

 private:
  ColumnPtr key_, item_;
};

class UnionColumn final : public CellLoop<UnionColumn, false> {
 public:
  // `codes`: the type code of each child.
  UnionColumn(bool dense, const std::vector<int>& codes, std::vector<ColumnPtr> children)
      : dense_(dense), children_(std::move(children)) {
    child_of_.fill(-1);
    for (size_t i = 0; i < codes.size(); ++i) child_of_[static_cast<size_t>(codes[i])] = static_cast<int>(i);
  }

  void enter(const ArrowArray& array) override { enter_children(children_, array); }
  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, &array](int64_t at, Value* out, std::string* why) {
      // Codes are 0 to 127; what is no code has no child.
      const int child = child_of_[buffer<uint8_t>(array, 0)[at]];
      if (child < 0) {
        *why = "a union's value is of none of its types";
        return false;
      }
      const int64_t i = dense_ ? buffer<int32_t>(array, 1)[at] : at;
      return children_[static_cast<size_t>(child)]->get(*array.children[child], i, out, why);
    };
  }

 private:
  bool dense_;
  std::vector<ColumnPtr> children_;
  std::array<int, 256> child_of_;
};

template <typename End>
class RunEndColumn final : public CellLoop<RunEndColumn<End>, false> {
 public:
  explicit RunEndColumn(ColumnPtr values) : values_(std::move(values)) {}

  void enter(const ArrowArray& array) override { values_->enter(*array.children[1]); }
  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, &array](int64_t at, Value* out, std::string* why) {
      const ArrowArray& ends = *array.children[0];
      const End* first = buffer<End>(ends, 1) + ends.offset;
      const End* found = std::upper_bound(first, first + ends.length, static_cast<End>(at));
      return values_->get(*array.children[1], found - first, out, why);
    };
  }

 private:
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
  for (int64_t i = 0; i < schema.n_children; ++i) names.emplace_back(name_of(*schema.children[i]));
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

}  // namespace headrace::columnar
