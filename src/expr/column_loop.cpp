#include "expr/column_loop.h"

#include <algorithm>
#include <array>
#include <bit>

#include "data/number_text.h"
#include "expr/arithmetic.h"
#include "expr/closure.h"
#include "expr/loop.h"
#include "expr/steps.h"

namespace headrace::expr {
namespace {

using Step = ColumnLoop::Step;
using Place = ColumnLoop::Place;

// Items that are walked together.
constexpr size_t kChunk = 64;

enum class Type : uint8_t { kInt, kFloat, kBool, kText };

union Cell {
  int64_t whole;  // kBool too
  double real;
  const Value* text;
};

struct Column {
  Type type;
  std::array<Cell, kChunk> cells;
};

// An operand of a step: a column, or the same for every item.
struct View {
  Type type;
  const Cell* cells;
  size_t mask;  // all of an index's bits, or none

  const Cell& operator[](size_t i) const { return cells[i & mask]; }
  bool is_whole() const { return type == Type::kInt || type == Type::kBool; }
  bool is_number() const { return type != Type::kText; }
  double real(size_t i) const {
    return type == Type::kFloat ? (*this)[i].real : static_cast<double>((*this)[i].whole);
  }
};

bool type_of(const Value& v, Type* type) {
  if (v.is_small_int())
    *type = Type::kInt;
  else if (v.is_float())
    *type = Type::kFloat;
  else if (v.is_str())
    *type = Type::kText;
  else
    return false;
  return true;
}

// Of a value of one of the types.
Cell cell_of(const Value& v) {
  Cell cell;
  if (v.is_str())
    cell.text = &v;
  else if (v.is_float())
    cell.real = v.as_float();
  else
    cell.whole = v.as_int();
  return cell;
}

Value value_of(const View& view, size_t i) {
  switch (view.type) {
    case Type::kInt: return Value::integer(view[i].whole);
    case Type::kFloat: return Value::real(view[i].real);
    case Type::kBool: return Value::boolean(view[i].whole != 0);
    default: return *view[i].text;
  }
}

bool truth_of(const View& view, size_t i) {
  switch (view.type) {
    case Type::kFloat: return view[i].real != 0;
    case Type::kText: return !view[i].text->str().empty();
    default: return view[i].whole != 0;
  }
}

// One run of Columns. What fails returns false, before anything has been changed for the items at hand.
class Run {
 public:
  Run(Context& cx, const ColumnLoop& loop, const Inputs& inputs, Value* frame)
      : cx_(cx), loop_(loop), inputs_(inputs), frame_(frame), walk_(frame + loop.walk) {}

  void run() {
    while (fill() && cx_.charge_if_left(count_)) {
      chosen_ = count_;
      is_filtered_ = false;
      if (!steps()) return;
      if (stopped_) return;
    }
  }

 private:
  // --- items ---

  // The next items into the first columns; false where there are none, or others than expected.
  bool fill() {
    count_ = 0;
    switch (walk_[0].kind()) {
      case Kind::kList: {
        const auto& items = walk_[0].as<ListObj>()->items;
        return !loop_.pairs && fill_from(items.data(), items.size());
      }
      case Kind::kTuple:
        return !loop_.pairs && fill_from(walk_[0].as<TupleObj>()->items, walk_[0].as<TupleObj>()->size);
      case Kind::kInt: return !loop_.pairs && fill_range();
      case Kind::kDict: return !loop_.pairs && fill_from(walk_[0].as<DictObj>(), pylib::DictPart::kKeys);
      case Kind::kObject: {
        const auto* view = walk_[0].as<pylib::DictView>();  // the only such object that begin_loop() leaves
        if (loop_.pairs != (view->part() == pylib::DictPart::kItems)) return false;
        return fill_from(view->dict().as<DictObj>(), view->part());
      }
      default: return false;
    }
  }

  bool fill_from(const Value* items, size_t size) {
    const auto at = static_cast<size_t>(walk_[1].as_int());
    if (at >= size) return false;
    count_ = std::min(size - at, kChunk);
    return put(0, [&](size_t i) -> const Value& { return items[at + i]; });
  }

  bool fill_range() {
    const int64_t at = walk_[1].as_int(), end = walk_[0].as_int();
    if (at >= end) return false;
    count_ = static_cast<size_t>(std::min<int64_t>(end - at, kChunk));
    columns_[0].type = Type::kInt;
    for (size_t i = 0; i < count_; ++i) columns_[0].cells[i].whole = at + static_cast<int64_t>(i);
    return put_counter();
  }

  bool fill_from(const DictObj* dict, pylib::DictPart part) {
    const auto& table = dict->table;
    if (!stands_in_dict(table, walk_[1])) return false;
    for (size_t at = position_in_dict(walk_[1]); at < table.end() && count_ < kChunk; ++at) {
      if (table.entry(at).hash != 0) entries_[count_++] = static_cast<uint32_t>(at);
    }
    if (count_ == 0) return false;
    table_ = &table;
    const auto key = [&](size_t i) -> const Value& { return table.entry(entries_[i]).key; };
    const auto value = [&](size_t i) -> const Value& { return table.entry(entries_[i]).value; };
    if (part == pylib::DictPart::kValues) return put(0, value);
    return put(0, key) && (part == pylib::DictPart::kKeys || put(1, value));
  }

  // All items of one type, into a column.
  template <typename Item>
  bool put(size_t column, Item item) {
    Column& to = columns_[column];
    bool same = true;
    if (!type_of(item(0), &to.type)) return false;
    switch (to.type) {
      case Type::kInt:
        for (size_t i = 0; i < count_; ++i) {
          same &= item(i).is_small_int();
          to.cells[i].whole = item(i).as_int();
        }
        break;
      case Type::kFloat:
        for (size_t i = 0; i < count_; ++i) {
          same &= item(i).is_float();
          to.cells[i].real = item(i).as_float();
        }
        break;
      default:
        for (size_t i = 0; i < count_; ++i) {
          same &= item(i).is_str();
          to.cells[i].text = &item(i);
        }
    }
    return same && put_counter();
  }

  bool put_counter() {
    if (loop_.counter == ColumnLoop::kNoCounter) return true;
    Column& to = columns_[1];
    to.type = Type::kInt;
    const int64_t next = frame_[loop_.counter].as_int() + 1;
    for (size_t i = 0; i < count_; ++i) to.cells[i].whole = next + static_cast<int64_t>(i);
    return true;
  }

  // The loop stands behind the first n of the items at hand.
  void advance(size_t n) {
    if (loop_.counter != ColumnLoop::kNoCounter)
      frame_[loop_.counter] = Value::integer(frame_[loop_.counter].as_int() + static_cast<int64_t>(n));
    if (n == 0) return;
    if (table_)
      move_in_dict(entries_[n - 1] + size_t{1}, &walk_[1]);
    else
      walk_[1] = Value::integer(walk_[1].as_int() + static_cast<int64_t>(n));
  }

  // --- steps ---

  bool steps() {
    const size_t last = loop_.steps.size() - 1;
    for (size_t i = 0; i < last; ++i) {
      if (!step(loop_.steps[i])) return false;
      if (chosen_ == 0) {
        advance(count_);
        return true;
      }
    }
    return finish(loop_.steps[last]);
  }

  bool step(const Step& step) {
    if (step.op == Op::kJumpIfFalse || step.op == Op::kJumpIfTrue) return choose(step);
    if (!step.left.is_column && !step.right.is_column) return once(step);
    Cell a, b;
    View x, y;
    if (!view(step.left, &a, &x) || !view(step.right, &b, &y)) return false;
    Column& to = columns_[step.to];
    switch (step.op) {
      case Op::kAdd:
      case Op::kAddFloat: return combine<arithmetic::Add>(x, y, &to);
      case Op::kSub:
      case Op::kSubFloat: return combine<arithmetic::Sub>(x, y, &to);
      case Op::kMul:
      case Op::kMulFloat: return combine<arithmetic::Mul>(x, y, &to);
      case Op::kDiv: return divide(x, y, &to);
      case Op::kFloorDiv: return divide_whole(x, y, &to, false);
      case Op::kMod: return divide_whole(x, y, &to, true);
      case Op::kEq: return equate(x, y, true, &to);
      case Op::kNe: return equate(x, y, false, &to);
      case Op::kLt: return order<arithmetic::Less>(x, y, &to);
      case Op::kLe: return order<arithmetic::LessEqual>(x, y, &to);
      case Op::kGt: return order<arithmetic::Greater>(x, y, &to);
      case Op::kGe: return order<arithmetic::GreaterEqual>(x, y, &to);
      case Op::kNot:
        return each(&to, Type::kBool, [&](size_t i, Cell* c) {
          c->whole = !truth_of(x, i);
          return true;
        });
      case Op::kCallNative: return magnitude(x, &to);
      case Op::kPos: return whole(x, &to);
      default: return false;
    }
  }

  // A step that is the same for every item.
  bool once(const Step& step) {
    Value* const to = &frame_[step.to];
    if (step.op == Op::kLoadSlot || step.op == Op::kLoadRecord) {
      *to = inputs_.bases[step.left.index][step.right.index];
      return step.op == Op::kLoadSlot || !to->is_container();  // which would have to be wrapped
    }
    const Value& a = frame_[step.left.index];
    const Value& b = frame_[step.right.index];
    switch (step.op) {
      case Op::kMove: *to = Value(a); return true;
      case Op::kWrapRecord: *to = Value(a); return !to->is_container();
      case Op::kRecordItem:
      case Op::kGetItem: return arithmetic::item_quickly(a, b, to);
      case Op::kAdd:
      case Op::kAddFloat: return arithmetic::combine_quickly<arithmetic::Add>(a, b, to);
      case Op::kSub:
      case Op::kSubFloat: return arithmetic::combine_quickly<arithmetic::Sub>(a, b, to);
      case Op::kMul:
      case Op::kMulFloat: return arithmetic::combine_quickly<arithmetic::Mul>(a, b, to);
      default: return false;
    }
  }

  bool view(Place place, Cell* own, View* view) const {
    if (place.is_column) {
      *view = {columns_[place.index].type, columns_[place.index].cells.data(), SIZE_MAX};
      return true;
    }
    const Value& v = frame_[place.index];
    *own = cell_of(v);
    *view = {Type::kBool, own, 0};
    return v.is_bool() || type_of(v, &view->type);
  }

  // f(item, cell) for the items that are left; false where one was.
  template <typename F>
  bool each(Column* to, Type type, F f) {
    to->type = type;
    bool all = true;
    for_chosen([&](size_t i) { all &= f(i, &to->cells[i]); });
    return all;
  }

  template <typename F>
  void for_chosen(F f) const {
    if (!is_filtered_) {
      for (size_t i = 0; i < count_; ++i) f(i);
    } else {
      for (size_t i = 0; i < chosen_; ++i) f(size_t{rows_[i]});
    }
  }

  template <typename Operation>
  bool combine(const View& x, const View& y, Column* to) {
    if (!x.is_number() || !y.is_number()) return false;
    if (x.is_whole() && y.is_whole())
      return each(to, Type::kInt, [&](size_t i, Cell* c) {
        return !Operation::overflows(x[i].whole, y[i].whole, &c->whole);
      });
    return each(to, Type::kFloat, [&](size_t i, Cell* c) {
      c->real = Operation::apply(x.real(i), y.real(i));
      return true;
    });
  }

  bool divide(const View& x, const View& y, Column* to) {
    if (!x.is_number() || !y.is_number()) return false;
    const bool whole = x.is_whole() && y.is_whole();
    return each(to, Type::kFloat, [&](size_t i, Cell* c) {
      if (whole && !(arithmetic::is_exact(x[i].whole) && arithmetic::is_exact(y[i].whole))) return false;
      if (y.real(i) == 0) return false;
      c->real = x.real(i) / y.real(i);
      return true;
    });
  }

  bool divide_whole(const View& x, const View& y, Column* to, bool rest) {
    if (!x.is_whole() || !y.is_whole()) return false;
    // Powers of two, which are what parity and the like are made of, need no division.
    if (const int64_t by = y[0].whole; y.mask == 0 && by > 0 && (by & (by - 1)) == 0) {
      const int bits = __builtin_ctzll(static_cast<uint64_t>(by));
      return each(to, Type::kInt, [&](size_t i, Cell* c) {
        c->whole = rest ? x[i].whole & (by - 1) : x[i].whole >> bits;
        return true;
      });
    }
    return each(to, Type::kInt, [&](size_t i, Cell* c) {
      const int64_t a = x[i].whole, b = y[i].whole;
      if (b == 0 || b == -1) return false;
      const int64_t left = a % b;
      const bool below = left != 0 && (left < 0) != (b < 0);
      c->whole = rest ? left + (below ? b : 0) : a / b - below;
      return true;
    });
  }

  template <typename Relation>
  bool order(const View& x, const View& y, Column* to) {
    if (x.is_whole() && y.is_whole())
      return each(to, Type::kBool, [&](size_t i, Cell* c) {
        c->whole = Relation::holds(x[i].whole, y[i].whole);
        return true;
      });
    if (x.type != Type::kFloat || y.type != Type::kFloat) return false;
    return each(to, Type::kBool, [&](size_t i, Cell* c) {
      c->whole = Relation::holds(x[i].real, y[i].real);
      return true;
    });
  }

  bool equate(const View& x, const View& y, bool wanted, Column* to) {
    if (x.is_whole() && y.is_whole())
      return each(to, Type::kBool, [&](size_t i, Cell* c) {
        c->whole = (x[i].whole == y[i].whole) == wanted;
        return true;
      });
    if (x.type != y.type) return false;
    return each(to, Type::kBool, [&](size_t i, Cell* c) {
      const bool same =
          x.type == Type::kText ? arithmetic::equal_texts(*x[i].text, *y[i].text) : x[i].real == y[i].real;
      c->whole = same == wanted;
      return true;
    });
  }

  // abs()
  bool magnitude(const View& x, Column* to) {
    if (x.type == Type::kFloat)
      return each(to, Type::kFloat, [&](size_t i, Cell* c) {
        c->real = __builtin_fabs(x[i].real);
        return true;
      });
    if (x.type != Type::kInt) return false;
    return each(to, Type::kInt, [&](size_t i, Cell* c) {
      c->whole = x[i].whole < 0 ? -x[i].whole : x[i].whole;
      return x[i].whole != INT64_MIN;
    });
  }

  // int()
  bool whole(const View& x, Column* to) {
    if (x.type == Type::kFloat) return false;
    return each(to, Type::kInt, [&](size_t i, Cell* c) {
      if (x.type != Type::kText) return c->whole = x[i].whole, true;
      Value number;
      if (parse_int(x[i].text->str(), 10, &number) != IntText::kOk || number.is_heap()) return false;
      c->whole = number.as_int();
      return true;
    });
  }

  // A condition: the items that it does not hold for are passed over.
  bool choose(const Step& step) {
    Cell own;
    View x;
    if (!view(step.left, &own, &x)) return false;
    const bool wanted = step.op == Op::kJumpIfFalse;
    size_t kept = 0;
    const auto keep = [&](size_t row, bool truth) {
      rows_[kept] = static_cast<uint8_t>(row);
      kept += truth == wanted;
    };
    if (x.is_whole())
      for_chosen([&](size_t row) { keep(row, x[row].whole != 0); });
    else
      for_chosen([&](size_t row) { keep(row, truth_of(x, row)); });
    chosen_ = kept;
    is_filtered_ = true;
    return true;
  }

  // --- the last step ---

  bool finish(const Step& step) {
    Cell a, b;
    View x, y;
    if (!view(step.left, &a, &x) || !view(step.right, &b, &y)) return false;
    Value* const to = &frame_[step.to];
    switch (step.op) {
      case Op::kListAppend:
        if (!append(x, &to->as<ListObj>()->items)) return false;
        break;
      case Op::kDictPut:
        if (!insert(step.left, x, y, &to->as<DictObj>()->table)) return false;
        break;
      case Op::kSum:
        if (!add(x, to)) return false;
        break;
      case Op::kKeepLess:
        if (!keep<arithmetic::Less>(x, to)) return false;
        break;
      case Op::kKeepGreater:
        if (!keep<arithmetic::Greater>(x, to)) return false;
        break;
      case Op::kJumpIfTrue:
      case Op::kJumpIfFalse: return search(x, step.op == Op::kJumpIfTrue);
      default: return false;
    }
    advance(count_);
    return true;
  }

  // Whether a container may take so much memory; the bytecode says it where not.
  bool charge_bytes(uint64_t bytes) const {
    constexpr uint64_t kBytesPerStep = 64;
    return bytes <= cx_.limits.bytes && cx_.charge_if_left(bytes / kBytesPerStep);
  }

  bool append(const View& x, Values* items) const {
    if (items->size() + chosen_ > items->capacity()) {
      const size_t room = std::max(items->size() + chosen_, 2 * items->size());
      if (!charge_bytes(room * sizeof(Value))) return false;
      items->reserve(room);
    }
    if (x.type == Type::kInt)
      for_chosen([&](size_t i) { items->push_back(Value::integer(x[i].whole)); });
    else
      for_chosen([&](size_t i) { items->push_back(value_of(x, i)); });
    return true;
  }

  // A key that was one of a dict has its hash there.
  bool insert(Place key, const View& x, const View& y, HashTable<DictEntry>* to) const {
    const size_t room = 2 * std::bit_floor(to->size() + chosen_);
    if (room > 2 * std::bit_floor(to->size()) && !charge_bytes(room * sizeof(DictEntry))) return false;
    const size_t first = is_filtered_ ? rows_[0] : 0;
    const bool is_hashed = table_ && key.is_column && key.index == 0 && x.type == Type::kText &&
                           x[first].text == &table_->entry(entries_[first]).key;
    if (to->empty()) to->reserve(chosen_);
    for_chosen([&](size_t row) {
      bool inserted;
      DictEntry* const entry =
          is_hashed ? to->find_or_insert_hashed(table_->entry(entries_[row]).hash, *x[row].text, &inserted)
                    : to->find_or_insert(value_of(x, row), &inserted);
      entry->value = value_of(y, row);
    });
    return true;
  }

  // As sum() adds, left to right.
  bool add(const View& x, Value* total) const {
    if (x.type == Type::kText) return false;
    if (total->is_small_int() && x.is_whole()) {
      int64_t sum = total->as_int();
      bool overflow = false;
      for_chosen([&](size_t i) { overflow |= __builtin_add_overflow(sum, x[i].whole, &sum); });
      if (overflow) return false;
      *total = Value::integer(sum);
      return true;
    }
    if (!total->is_small_int() && !total->is_float()) return false;
    double sum = total->is_float() ? total->as_float() : static_cast<double>(total->as_int());
    for_chosen([&](size_t i) { sum += x.real(i); });
    *total = Value::real(sum);
    return true;
  }

  // As min() and max() choose: the first of the best.
  template <typename Relation>
  bool keep(const View& x, Value* best) const {
    if (x.type != Type::kInt && x.type != Type::kFloat) return false;
    size_t found = SIZE_MAX;  // none of these items
    Cell cell;
    bool is_first = is_unbound(*best);
    if (!is_first) {
      Type type;
      if (!type_of(*best, &type) || type != x.type) return false;
      cell = cell_of(*best);
    }
    for_chosen([&](size_t i) {
      const Cell& other = x[i];
      if (!is_first && !(x.type == Type::kInt ? Relation::holds(other.whole, cell.whole)
                                              : Relation::holds(other.real, cell.real)))
        return;
      is_first = false;
      found = i;
      cell = other;
    });
    if (found != SIZE_MAX) *best = value_of(x, found);
    return true;
  }

  // any() and all(): up to the first item that decides, which the bytecode finds then.
  bool search(const View& x, bool wanted) {
    size_t decides = count_;
    for_chosen([&](size_t i) {
      if (decides == count_ && truth_of(x, i) == wanted) decides = i;
    });
    stopped_ = decides < count_;
    advance(decides);
    return true;
  }

  Context& cx_;
  const ColumnLoop& loop_;
  const Inputs& inputs_;
  Value* const frame_;
  Value* const walk_;
  const HashTable<DictEntry>* table_ = nullptr;  // what is walked, where that is a dict
  size_t count_ = 0;                             // items at hand
  size_t chosen_ = 0;                            // those that passed all conditions so far: rows_
  bool is_filtered_ = false;
  bool stopped_ = false;
  std::array<uint8_t, kChunk> rows_;
  std::array<uint32_t, kChunk> entries_;
  std::array<Column, kColumnsMax> columns_;
};

}  // namespace

void run_columns(Context& cx, const ColumnLoop& loop, const Inputs& inputs, Value* frame) {
  Run(cx, loop, inputs, frame).run();
}

}  // namespace headrace::expr
