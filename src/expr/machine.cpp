#include "expr/machine.h"

#include <algorithm>

#include "expr/arithmetic.h"
#include "expr/closure.h"
#include "pylib/builtins.h"
#include "pylib/operators.h"

namespace headrace::expr {
namespace {

using pylib::BinaryOp;

// A dict or list that came out of an event behaves as a record: a copy, as Blurr makes one.
void wrap_record(const Value& v, Value* out) {
  if (v.kind() == Kind::kDict) {
    auto* copy = new DictObj(Flavor::kRecord);
    copy->table = v.as<DictObj>()->table;
    *out = Value::adopt(copy);
  } else if (v.kind() == Kind::kList && !v.as<ListObj>()->items.empty()) {
    auto* copy = new ListObj(Flavor::kRecord);
    copy->items = v.as<ListObj>()->items;
    *out = Value::adopt(copy);
  } else {
    *out = v;
  }
}

bool record_get(Context& cx, const DictObj& dict, const Value& key, Value* out) {
  if (!hashable(key)) {
    return cx.fail(Exc::kTypeError, "unhashable type: '{}'", Value::string(unhashable_type(key)));
  }
  const DictEntry* e = dict.table.find(key);
  *out = e ? e->value : Value();
  return true;
}

bool require_hashable(Context& cx, const Value& key) {
  return hashable(key) ||
         cx.fail(Exc::kTypeError, "unhashable type: '{}'", Value::string(unhashable_type(key)));
}

bool dict_put(Context& cx, DictObj* dict, const Value& key, const Value& value) {
  if (!require_hashable(cx, key)) return false;
  bool inserted;
  dict->table.find_or_insert(key, &inserted)->value = value;
  return true;
}

bool set_add(Context& cx, SetObj* set, const Value& item) {
  if (!require_hashable(cx, item)) return false;
  bool inserted;
  set->table.find_or_insert(item, &inserted);
  return true;
}

// dict.update of a mapping; `for_call` refuses repeated keywords, as f(**a, **b) does.
bool dict_update(Context& cx, DictObj* dict, const Value& from, bool for_call) {
  if (from.kind() != Kind::kDict) {
    return cx.fail(Exc::kTypeError, "'{}' object is not a mapping", Value::string(type_name(from)));
  }
  const auto& table = from.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash == 0) continue;
    const Value& key = table.entry(i).key;
    if (for_call && !key.is_str()) return cx.fail(Exc::kTypeError, "keywords must be strings");
    bool inserted;
    dict->table.find_or_insert(key, &inserted)->value = table.entry(i).value;
    if (for_call && !inserted)
      return cx.fail(Exc::kTypeError, "got multiple values for keyword argument '{}'", key);
  }
  return true;
}

bool load_member(Context& cx, const MemberTable& table, const Value& name, const Inputs& inputs, Value* out) {
  if (name.is_str()) {
    for (const auto& m : table.members) {
      if (m.name == name.str()) {
        *out = inputs.bases[m.base][m.offset];
        return true;
      }
    }
  }
  return cx.fail(Exc::kAttributeError, "no such field: {}", name);
}

// The name of a builtin function or type, or empty.
std::string_view builtin_name(const Value& callable) {
  for (const std::string_view name : pylib::builtin_names()) {
    if (pylib::find_builtin(name)->identical(callable)) return name;
  }
  return {};
}

// A field of an f-string: conversion, then format().
bool format_field(Context& cx, const Value& v, char conversion, std::string_view spec, Value* out) {
  if (v.kind() == Kind::kPyObject) {
    const Value args[] = {v, Value::string(spec)};
    if (conversion == 0) return v.as<NativeObject>()->call_builtin(cx, "format", Args::of(args, 2), out);
    const char* name = conversion == 'a' ? "ascii" : conversion == 'r' ? "repr" : "str";
    Value text;
    return v.as<NativeObject>()->call_builtin(cx, name, Args::of(args, 1), &text) &&
           format_field(cx, text, 0, spec, out);
  }
  std::string text;
  if (conversion == 0) {
    if (!pylib::append_format(cx, v, spec, &text)) return false;
    *out = Value::string(text);
    return true;
  }
  Value converted;
  if (conversion == 'a') {
    if (!pylib::builtin_ascii(cx, Args::of(&v, 1), &converted)) return false;
  } else {
    if (!(conversion == 'r' ? pylib::append_repr(cx, v, &text) : pylib::append_str(cx, v, &text)))
      return false;
    converted = Value::string(text);
  }
  return format_field(cx, converted, 0, spec, out);
}

bool is_same_singleton(const Value& a, const Value& b) {
  return a.kind() == b.kind() && (a.is_none() || (a.is_bool() && a.as_bool() == b.as_bool()));
}

}  // namespace

Machine::Machine() = default;
Machine::~Machine() = default;

Value* Machine::take_frame(const Code& code) {
  if (code.id >= frames_.size()) frames_.resize(code.id + 1);
  auto& pool = frames_[code.id];
  if (!pool.empty()) {
    Value* frame = pool.back().release();
    pool.pop_back();
    return frame;
  }
  auto* frame = new Value[code.frame_size()];
  std::copy(code.constants.begin(), code.constants.end(), frame + code.registers);
  return frame;
}

void Machine::give_back(const Code& code, Value* frame) {
  for (size_t i = 0; i < code.registers; ++i) {
    if (frame[i].is_heap()) frame[i] = Value();
  }
  frames_[code.id].emplace_back(frame);
}

bool Machine::evaluate(const Program& program, const Inputs& inputs, Value* out) {
  inputs_ = inputs;
  begin_evaluation();
  error_.type = Exc::kNone;
  if (program.shortcut) {
    const ShortcutOutcome outcome = run_shortcut(*this, program.shortcut, inputs.bases, out);
    if (outcome != ShortcutOutcome::kUnexpected) return outcome == ShortcutOutcome::kDone;
  }
  Value* frame = take_frame(*program.code);
  size_t pc = 0;
  Value result;
  const bool ok = run(*program.code, frame, &pc, &result) == Outcome::kReturned;
  give_back(*program.code, frame);
  if (ok) *out = std::move(result);
  return ok;
}

bool Machine::call(const Value& callable, const Args& args, Value* out) {
  if (!charge(1)) return false;
  for (uint32_t i = 0; i < args.count; ++i) {
    if (args[i].kind() == Kind::kPyObject &&
        (callable.kind() == Kind::kFunction || callable.kind() == Kind::kType)) {
      const std::string_view name = builtin_name(callable);
      if (!name.empty()) return args[i].as<NativeObject>()->call_builtin(*this, name, args, out);
    }
  }
  if (callable.kind() < Kind::kFunction) {
    return fail(Exc::kTypeError, "'{}' object is not callable", Value::string(type_name(callable)));
  }
  return callable.as<NativeObject>()->call(*this, args, out);
}

bool Machine::call_site(const Code&, const CallSite& site, const Value* first, Value* out) {
  const Value* values = first + 1;
  const Args args{values, site.positional, site.keywords.data(), values + site.positional,
                  static_cast<uint32_t>(site.keywords.size())};
  return call(*first, args, out);
}

bool Machine::call_method(const Code& code, const CallSite& site, const Value* first, Value* out) {
  if (!charge(1)) return false;
  const AttributeSite& name = code.attributes[site.attribute];
  const Value* values = first + 1;
  const Args args{values, site.positional, site.keywords.data(), values + site.positional,
                  static_cast<uint32_t>(site.keywords.size())};
  if (const pylib::MethodDef* method = name.methods[AttributeSite::index(*first)]) {
    return method->fn(*this, *first, args, out);
  }
  Value callee;
  return pylib::get_attribute(*this, *first, name.name.str(), &callee) && call(callee, args, out);
}

bool Machine::call_spread(const Value& function, const Value& list, const Value& dict, Value* out) {
  std::vector<Value> names, values;
  const auto& table = dict.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash == 0) continue;
    names.push_back(table.entry(i).key);
    values.push_back(table.entry(i).value);
  }
  const std::vector<Value> positional = list.as<ListObj>()->items;
  return call(function,
              Args{positional.data(), static_cast<uint32_t>(positional.size()), names.data(), values.data(),
                   static_cast<uint32_t>(names.size())},
              out);
}

bool Machine::unpack(const Value& iterable, Value* first, size_t before, size_t after, bool star) {
  Value iterator;
  if (!pylib::make_iterator(*this, iterable, &iterator)) {
    return fail(Exc::kTypeError, "cannot unpack non-iterable {} object", Value::string(type_name(iterable)));
  }
  const size_t wanted = before + after;
  std::vector<Value> items;
  for (;;) {
    if (!charge(1)) return false;
    Value item;
    const Next next = pylib::next_item(*this, iterator, &item);
    if (next == Next::kError) return false;
    if (next == Next::kEnd) break;
    if (!star && items.size() == wanted) return fail(Exc::kValueError, "too many values to unpack");
    items.push_back(std::move(item));
  }
  if (items.size() < wanted) return fail(Exc::kValueError, "not enough values to unpack");
  for (size_t i = 0; i < before; ++i) first[i] = std::move(items[i]);
  if (!star) return true;
  const size_t rest = items.size() - wanted;
  std::vector<Value> middle(std::make_move_iterator(items.begin() + static_cast<ptrdiff_t>(before)),
                            std::make_move_iterator(items.begin() + static_cast<ptrdiff_t>(before + rest)));
  first[before] = make_list(std::move(middle));
  for (size_t i = 0; i < after; ++i) first[before + 1 + i] = std::move(items[before + rest + i]);
  return true;
}

// The interpreter. A step that can fail goes to `failed` with the error set.
Machine::Outcome Machine::run(const Code& code, Value* frame, size_t* resume, Value* out) {
  const Instruction* const start = code.instructions.data();
  const Instruction* in = start + *resume;
  using namespace arithmetic;

#define A frame[in->a]
#define B frame[in->b]
#define C frame[in->c]
#define TRY(condition)           \
  if (!(condition)) [[unlikely]] \
  return Outcome::kFailed
#define BINARY(op)                                     \
  {                                                    \
    TRY(pylib::binary(*this, BinaryOp::op, B, C, &A)); \
    break;                                             \
  }

  for (;; ++in) {
    switch (in->op) {
      case Op::kMove: A = B; break;
      case Op::kClear: A = unbound(); break;
      case Op::kCheckBound:
        TRY(!is_unbound(A) ||
            fail(Exc::kNameError, "cannot access local variable '{}' where it is not associated with a value",
                 code.constants[in->b]));
        break;
      case Op::kJumpIfBound:
        if (!is_unbound(A)) in += static_cast<int16_t>(in->b);
        break;
      case Op::kLoadSlot: A = inputs_.bases[in->b][in->c]; break;
      case Op::kLoadMember: TRY(load_member(*this, code.namespaces[in->b], C, inputs_, &A)); break;
      case Op::kWrapRecord: wrap_record(B, &A); break;
      case Op::kRecordAttr: {
        Value result;
        if (B.kind() == Kind::kDict) {
          TRY(record_get(*this, *B.as<DictObj>(), C, &result));
        } else {
          TRY(pylib::get_attribute(*this, B, C.str(), &result));
        }
        A = std::move(result);
        break;
      }
      case Op::kRecordItem: {
        Value result;
        if (B.kind() == Kind::kDict) {
          TRY(record_get(*this, *B.as<DictObj>(), C, &result));
        } else {
          TRY(pylib::get_item(*this, B, C, &result));
        }
        A = std::move(result);
        break;
      }
      case Op::kGetAttr: {
        Value result;
        const AttributeSite& site = code.attributes[in->c];
        if (const pylib::AttributeDef* attribute = site.attributes[AttributeSite::index(B)]) {
          TRY(attribute->fn(*this, B, &result));
        } else {
          TRY(pylib::get_attribute(*this, B, site.name.str(), &result));
        }
        A = std::move(result);
        break;
      }
      case Op::kGetItem: {
        Value result;
        TRY(pylib::get_item(*this, B, C, &result));
        A = std::move(result);
        break;
      }
      case Op::kGetSlice: {
        Value result;
        const Value* bounds = &C;
        TRY(pylib::get_slice(*this, B, bounds[0], bounds[1], bounds[2], &result));
        A = std::move(result);
        break;
      }
      case Op::kAdd: TRY(combine<Add>(*this, B, C, &A)); break;
      case Op::kSub: TRY(combine<Sub>(*this, B, C, &A)); break;
      case Op::kMul: TRY(combine<Mul>(*this, B, C, &A)); break;
      case Op::kDiv: BINARY(kDiv)
      case Op::kFloorDiv: BINARY(kFloorDiv)
      case Op::kMod: BINARY(kMod)
      case Op::kPow: BINARY(kPow)
      case Op::kMatMul: BINARY(kMatMul)
      case Op::kLShift: BINARY(kLShift)
      case Op::kRShift: BINARY(kRShift)
      case Op::kAnd: BINARY(kAnd)
      case Op::kOr: BINARY(kOr)
      case Op::kXor: BINARY(kXor)
      case Op::kAddFloat: A = Value::real(B.as_float() + C.as_float()); break;
      case Op::kSubFloat: A = Value::real(B.as_float() - C.as_float()); break;
      case Op::kMulFloat: A = Value::real(B.as_float() * C.as_float()); break;
      case Op::kNeg: TRY(pylib::unary(*this, pylib::UnaryOp::kNeg, B, &A)); break;
      case Op::kPos: TRY(pylib::unary(*this, pylib::UnaryOp::kPos, B, &A)); break;
      case Op::kInvert: TRY(pylib::unary(*this, pylib::UnaryOp::kInvert, B, &A)); break;
      case Op::kNot: {
        bool truth;
        TRY(pylib::truthy(*this, B, &truth));
        A = Value::boolean(!truth);
        break;
      }
      case Op::kEq: TRY(equality<true>(*this, B, C, &A)); break;
      case Op::kNe: TRY(equality<false>(*this, B, C, &A)); break;
      case Op::kLt: TRY(order<Less>(*this, B, C, &A)); break;
      case Op::kLe: TRY(order<LessEqual>(*this, B, C, &A)); break;
      case Op::kGt: TRY(order<Greater>(*this, B, C, &A)); break;
      case Op::kGe: TRY(order<GreaterEqual>(*this, B, C, &A)); break;
      case Op::kIn:
      case Op::kNotIn: {
        bool result;
        TRY(pylib::contains(*this, C, B, &result));
        A = Value::boolean(result != (in->op == Op::kNotIn));
        break;
      }
      case Op::kIs: A = Value::boolean(is_same_singleton(B, C)); break;
      case Op::kIsNot: A = Value::boolean(!is_same_singleton(B, C)); break;
      case Op::kJump:
        if (static_cast<int16_t>(in->a) < 0) TRY(charge(1));
        in += static_cast<int16_t>(in->a);
        break;
      case Op::kJumpIfFalse:
      case Op::kJumpIfTrue: {
        bool truth;
        if (A.is_bool())
          truth = A.as_bool();
        else
          TRY(pylib::truthy(*this, A, &truth));
        if (truth == (in->op == Op::kJumpIfTrue)) in += static_cast<int16_t>(in->b);
        break;
      }
      case Op::kBuildTuple: {
        TupleObj* tuple = TupleObj::make(in->c);
        std::copy(&B, &B + in->c, tuple->items);
        A = Value::adopt(tuple);
        break;
      }
      case Op::kBuildList: A = make_list(std::vector<Value>(&B, &B + in->c)); break;
      case Op::kBuildSet: {
        auto* set = new SetObj();
        Value result = Value::adopt(set);
        for (size_t i = 0; i < in->c; ++i) TRY(set_add(*this, set, (&B)[i]));
        A = std::move(result);
        break;
      }
      case Op::kBuildDict: A = Value::adopt(new DictObj()); break;
      case Op::kListAppend: A.as<ListObj>()->items.push_back(B); break;
      case Op::kSetAdd: TRY(set_add(*this, A.as<SetObj>(), B)); break;
      case Op::kDictPut: TRY(dict_put(*this, A.as<DictObj>(), B, C)); break;
      case Op::kListExtend: TRY(pylib::collect(*this, B, &A.as<ListObj>()->items)); break;
      case Op::kSetUpdate: {
        std::vector<Value> items;
        TRY(pylib::collect(*this, B, &items));
        for (const Value& item : items) TRY(set_add(*this, A.as<SetObj>(), item));
        break;
      }
      case Op::kDictUpdate: TRY(dict_update(*this, A.as<DictObj>(), B, in->c != 0)); break;
      case Op::kListToTuple: {
        const auto& items = B.as<ListObj>()->items;
        TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(items.size()));
        std::copy(items.begin(), items.end(), tuple->items);
        A = Value::adopt(tuple);
        break;
      }
      case Op::kGetIter: {
        Value result;
        TRY(pylib::make_iterator(*this, B, &result));
        A = std::move(result);
        break;
      }
      case Op::kForIter: {
        Value item;
        const Next next = pylib::next_item(*this, B, &item);
        TRY(next != Next::kError);
        if (next == Next::kEnd)
          in += static_cast<int16_t>(in->c);
        else
          A = std::move(item);
        break;
      }
      case Op::kUnpack: TRY(unpack(Value(B), &A, in->c, 0, false)); break;
      case Op::kUnpackStar: TRY(unpack(Value(B), &A, in->c >> 8, in->c & 0xff, true)); break;
      case Op::kCall: {
        Value result;
        TRY(call_site(code, code.calls[in->c], &B, &result));
        A = std::move(result);
        break;
      }
      case Op::kCallMethod: {
        Value result;
        TRY(call_method(code, code.calls[in->c], &B, &result));
        A = std::move(result);
        break;
      }
      case Op::kCallSpread: {
        Value result;
        TRY(call_spread(B, C, (&C)[1], &result));
        A = std::move(result);
        break;
      }
      case Op::kNewCell: {
        auto* cell = new Cell();
        cell->value = unbound();
        A = Value::adopt(cell);
        break;
      }
      case Op::kGetCell: {
        const Value& value = B.as<Cell>()->value;
        A = Value(value);
        break;
      }
      case Op::kSetCell: A.as<Cell>()->value = B; break;
      case Op::kMakeFunction: A = Value::adopt(new Closure(*code.functions[in->c], &B)); break;
      case Op::kMakeGenerator: A = Value::adopt(new Generator(*this, *code.functions[in->c], &B)); break;
      case Op::kFormat: {
        Value result;
        TRY(format_field(*this, B, static_cast<char>(in->c), (&B)[1].str(), &result));
        A = std::move(result);
        break;
      }
      case Op::kBuildString: {
        std::string text;
        for (size_t i = 0; i < in->c; ++i) text.append((&B)[i].str());
        TRY(charge_bytes(text.size()));
        A = Value::string(text);
        break;
      }
      case Op::kYield:
        *out = A;
        *resume = static_cast<size_t>(in + 1 - start);
        return Outcome::kYielded;
      case Op::kReturn: *out = A; return Outcome::kReturned;
    }
  }
#undef A
#undef B
#undef C
#undef TRY
#undef BINARY
}

}  // namespace headrace::expr
