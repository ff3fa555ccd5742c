#include "pylib/collections/iterators.h"

#include "base/unicode.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/range.h"

namespace headrace::pylib {
namespace {

class ListIterator final : public Iterator {
 public:
  explicit ListIterator(const Value& list) : list_(list) {}
  std::string_view type_name() const override { return "list_iterator"; }
  Next next(Context&, Value* out) override {
    if (list_.is_none()) return Next::kEnd;
    const auto& items = list_items(list_);
    if (at_ < items.size()) {
      *out = items[at_++];
      return Next::kItem;
    }
    list_ = Value();  // what is added from now on is not seen
    return Next::kEnd;
  }

 private:
  Value list_;
  size_t at_ = 0;
};

class ListReverseIterator final : public Iterator {
 public:
  explicit ListReverseIterator(const Value& list) : list_(list), left_(list_items(list).size()) {}
  std::string_view type_name() const override { return "list_reverseiterator"; }
  Next next(Context&, Value* out) override {
    if (left_ == 0 || left_ > list_items(list_).size()) {
      left_ = 0;
      return Next::kEnd;
    }
    *out = list_items(list_)[--left_];
    return Next::kItem;
  }

 private:
  const Value list_;
  size_t left_;  // items [0, left_) are yet to come
};

class TupleIterator final : public Iterator {
 public:
  TupleIterator(const Value& tuple, bool reversed)
      : tuple_(tuple), left_(tuple.as<TupleObj>()->size), reversed_(reversed) {}
  std::string_view type_name() const override { return reversed_ ? "reversed" : "tuple_iterator"; }
  Next next(Context&, Value* out) override {
    if (left_ == 0) return Next::kEnd;
    const auto* tuple = tuple_.as<TupleObj>();
    *out = tuple->items[reversed_ ? left_ - 1 : tuple->size - left_];
    --left_;
    return Next::kItem;
  }

 private:
  const Value tuple_;
  uint32_t left_;
  const bool reversed_;
};

// The code points of a str, or the bytes of a bytes object.
class TextIterator final : public Iterator {
 public:
  TextIterator(const Value& text, bool reversed)
      : text_(text), begin_(0), end_(text.str().size()), reversed_(reversed) {}
  std::string_view type_name() const override {
    if (reversed_) return "reversed";
    return text_.is_str() ? "str_iterator" : "bytes_iterator";
  }
  Next next(Context&, Value* out) override {
    if (begin_ == end_) return Next::kEnd;
    const std::string_view text = text_.str();
    if (!text_.is_str()) {
      const char byte = text[reversed_ ? --end_ : begin_++];
      *out = Value::integer(static_cast<uint8_t>(byte));
      return Next::kItem;
    }
    size_t at = begin_, size;
    if (reversed_) {
      const char* start = text.data() + end_;
      unicode::decode_previous(start);
      at = static_cast<size_t>(start - text.data());
      size = end_ - at;
      end_ = at;
    } else {
      size = static_cast<size_t>(unicode::sequence_size(text[at]));
      begin_ += size;
    }
    *out = Value::string(text.substr(at, size));
    return Next::kItem;
  }

 private:
  const Value text_;
  size_t begin_, end_;  // what is yet to come
  const bool reversed_;
};

class DictIterator final : public Iterator {
 public:
  DictIterator(const Value& dict, DictPart part, bool reversed)
      : dict_(dict),
        size_(dict_table(dict).size()),
        at_(reversed ? dict_table(dict).end() : 0),
        part_(part),
        reversed_(reversed) {}
  std::string_view type_name() const override {
    static constexpr std::string_view kNames[2][3] = {
        {"dict_keyiterator", "dict_valueiterator", "dict_itemiterator"},
        {"dict_reversekeyiterator", "dict_reversevalueiterator", "dict_reverseitemiterator"}};
    return kNames[reversed_][static_cast<int>(part_)];
  }
  Next next(Context& cx, Value* out) override {
    if (dict_.is_none()) return Next::kEnd;
    const auto& table = dict_table(dict_);
    if (table.size() != size_) {
      size_ = SIZE_MAX;  // and so it stays
      cx.fail(Exc::kRuntimeError, "dictionary changed size during iteration");
      return Next::kError;
    }
    const DictEntry* e = reversed_ ? previous(table) : following(table);
    if (!e) {
      dict_ = Value();
      return Next::kEnd;
    }
    *out = part_ == DictPart::kKeys     ? e->key
           : part_ == DictPart::kValues ? e->value
                                        : make_tuple({e->key, e->value});
    return Next::kItem;
  }

 private:
  const DictEntry* following(const HashTable<DictEntry>& table) {
    while (at_ < table.end()) {
      const DictEntry& e = table.entry(at_++);
      if (e.hash != 0) return &e;
    }
    return nullptr;
  }
  const DictEntry* previous(const HashTable<DictEntry>& table) {
    at_ = std::min(at_, table.end());
    while (at_ > 0) {
      const DictEntry& e = table.entry(--at_);
      if (e.hash != 0) return &e;
    }
    return nullptr;
  }

  Value dict_;
  size_t size_;
  size_t at_;
  const DictPart part_;
  const bool reversed_;
};

class SetIterator final : public Iterator {
 public:
  explicit SetIterator(const Value& set) : set_(set), size_(set_table(set).size()) {}
  std::string_view type_name() const override { return "set_iterator"; }
  Next next(Context& cx, Value* out) override {
    if (set_.is_none()) return Next::kEnd;
    const auto& table = set_table(set_);
    if (table.size() != size_) {
      size_ = SIZE_MAX;
      cx.fail(Exc::kRuntimeError, "Set changed size during iteration");
      return Next::kError;
    }
    while (at_ < table.end()) {
      const SetEntry& e = table.entry(at_++);
      if (e.hash == 0) continue;
      *out = e.key;
      return Next::kItem;
    }
    set_ = Value();
    return Next::kEnd;
  }

 private:
  Value set_;
  size_t size_;
  size_t at_ = 0;
};

}  // namespace

Value make_dict_iterator(const Value& dict, DictPart part, bool reversed) {
  return Value::adopt(new DictIterator(dict, part, reversed));
}

bool make_iterator(Context& cx, const Value& iterable, Value* iterator) {
  switch (iterable.kind()) {
    case Kind::kList: *iterator = Value::adopt(new ListIterator(iterable)); return true;
    case Kind::kTuple: *iterator = Value::adopt(new TupleIterator(iterable, false)); return true;
    case Kind::kStr:
    case Kind::kBytes: *iterator = Value::adopt(new TextIterator(iterable, false)); return true;
    case Kind::kDict: *iterator = make_dict_iterator(iterable, DictPart::kKeys, false); return true;
    case Kind::kSet: *iterator = Value::adopt(new SetIterator(iterable)); return true;
    case Kind::kRange: *iterator = make_range_iterator(iterable, false); return true;
    case Kind::kFunction:
    case Kind::kType:
    case Kind::kModule:
    case Kind::kIterator:
    case Kind::kObject:
    case Kind::kPyObject: return iterable.as<NativeObject>()->iterate(cx, iterator);
    default: return fail_type(cx, "'", iterable, "' object is not iterable");
  }
}

bool make_reversed(Context& cx, const Value& v, Value* out) {
  switch (v.kind()) {
    case Kind::kList: *out = Value::adopt(new ListReverseIterator(v)); return true;
    case Kind::kTuple: *out = Value::adopt(new TupleIterator(v, true)); return true;
    case Kind::kStr:
    case Kind::kBytes: *out = Value::adopt(new TextIterator(v, true)); return true;
    case Kind::kDict: *out = make_dict_iterator(v, DictPart::kKeys, true); return true;
    case Kind::kRange: *out = make_range_iterator(v, true); return true;
    default: break;
  }
  if (const DictView* view = as_dict_view(v)) {
    *out = make_dict_iterator(view->dict(), view->part(), true);
    return true;
  }
  return fail_type(cx, "'", v, "' object is not reversible");
}

Next next_item(Context& cx, const Value& iterator, Value* out) {
  if (iterator.kind() < Kind::kFunction) {
    fail_type(cx, "'", iterator, "' object is not an iterator");
    return Next::kError;
  }
  const Next next = iterator.as<NativeObject>()->next(cx, out);
  if (next == Next::kError && cx.error().type == Exc::kStopIteration) [[unlikely]] {
    cx.clear_error();  // raised by a function that the iterator calls: it ends there, as in Python
    return Next::kEnd;
  }
  return next;
}

bool collect(Context& cx, const Value& iterable, Values* out) {
  switch (iterable.kind()) {
    case Kind::kList:
      if (!charge_items(cx, list_items(iterable).size())) return false;
      out->insert(out->end(), list_items(iterable).begin(), list_items(iterable).end());
      return true;
    case Kind::kTuple: {
      const auto* tuple = iterable.as<TupleObj>();
      if (!charge_items(cx, tuple->size)) return false;
      out->insert(out->end(), tuple->items, tuple->items + tuple->size);
      return true;
    }
    case Kind::kSet:
      if (!charge_items(cx, set_table(iterable).size())) return false;
      out->reserve(out->size() + set_table(iterable).size());
      return each_entry(set_table(iterable), [out](const SetEntry& e) {
        out->push_back(e.key);
        return true;
      });
    case Kind::kDict:
      if (!charge_items(cx, dict_table(iterable).size())) return false;
      out->reserve(out->size() + dict_table(iterable).size());
      return each_entry(dict_table(iterable), [out](const DictEntry& e) {
        out->push_back(e.key);
        return true;
      });
    case Kind::kRange: return collect_range(cx, iterable, out);
    default: return for_each(cx, iterable, [&](const Value& item) { return list_append(cx, out, item); });
  }
}

bool builtin_reversed(Context& cx, const Args& args, Value* out) {
  return expect_count(cx, "reversed", args, 1, 1) && make_reversed(cx, args[0], out);
}

}  // namespace headrace::pylib
