#include "expr/machine.h"

#include <algorithm>

#include "expr/closure.h"
#include "expr/loop.h"
#include "pylib/builtins.h"
#include "pylib/function.h"
#include "pylib/operators.h"
#include "pylib/text/str_methods.h"

namespace headrace::expr {
namespace {

bool fail_for_none(Context& cx, const Value& attribute) {
  return cx.fail(Exc::kAttributeError, "'NoneType' object has no attribute '{}'", attribute);
}

// The name of a builtin function or type, or empty.
std::string_view builtin_name(const Value& callable) {
  for (const std::string_view name : pylib::builtin_names()) {
    if (pylib::find_builtin(name)->identical(callable)) return name;
  }
  return {};
}

}  // namespace

Machine::Machine() : places_(8) {}
Machine::~Machine() { retire_functions(); }

Machine::FramePool& Machine::find_pool(uint32_t id) {
  // Sparse, as programs that need no frame leave gaps between the ids of those that do.
  if (4 * pools_.size() >= places_.size()) {
    std::vector<Place> old(2 * places_.size());
    old.swap(places_);
    for (const Place& place : old) {
      if (place.code != kNoCode) *free_or_own(place.code) = place;
    }
  }
  Place* const place = free_or_own(id);
  if (place->code == kNoCode) *place = {id, &pools_.emplace_back()};
  return *place->pool;
}

Machine::Place* Machine::free_or_own(uint32_t id) {
  const size_t mask = places_.size() - 1;
  size_t at = id & mask;
  while (places_[at].code != id && places_[at].code != kNoCode) at = (at + 1) & mask;
  return &places_[at];
}

void Machine::meet(const Program& program, FramePool& pool) {
  pool.is_known = true;
  if (Memo::suits(program)) pool.memo = std::make_unique<Memo>(program);
}

Value* Machine::take_frame(const Code& code, FramePool& pool) {
  if (pool.ready) [[likely]]
    return pool.ready.release();
  if (!pool.more.empty()) {
    Value* frame = pool.more.back().release();
    pool.more.pop_back();
    return frame;
  }
  auto* frame = new Value[code.frame_size()];
  std::copy(code.constants.begin(), code.constants.end(), frame + code.registers);
  return frame;
}

void Machine::give_back(const Code& code, Value* frame, FramePool& pool) {
  clear(frame, code.registers);
  if (pool.ready) [[unlikely]]
    pool.more.emplace_back(frame);
  else
    pool.ready.reset(frame);
}

// A program's own frame stays where it is: nothing runs a program within itself.
inline bool Machine::run_program(const Code& code, FramePool& pool, Value* out) {
  if (!pool.ready) [[unlikely]]
    pool.ready.reset(take_frame(code, pool));
  Value* const frame = pool.ready.get();
  size_t pc = 0;
  const bool ok = run(code, frame, &pc, out) == Outcome::kReturned;
  clear(frame, code.registers);
  return ok;
}

bool Machine::evaluate_otherwise(const Program& program, const Inputs& inputs, Value* out) {
  retire_functions();
  inputs_ = inputs;
  begin_evaluation();
  error_.type = Exc::kNone;
  if (program.shortcut) {
    const ShortcutOutcome outcome = run_shortcut(*this, program.shortcut, inputs.bases, out);
    if (outcome != ShortcutOutcome::kUnexpected) return outcome == ShortcutOutcome::kDone;
  }
  if (program.first_method.is_missing(inputs.bases)) return fail_for_none(*this, *program.first_method.name);
  FramePool& pool = pool_of(program);
  return pool.memo ? look_up(program, pool, out) : run_program(*program.code, pool, out);
}

bool Machine::look_up(const Program& program, FramePool& pool, Value* out) {
  Memo& memo = *pool.memo;
  const Value& operand = memo.operand(inputs_.bases);
  if (const Value* const known = memo.find(operand)) {
    *out = *known;
    return true;
  }
  Value result;
  const bool ok = run_program(*program.code, pool, &result);
  if (ok)
    memo.keep(operand, result);
  else
    memo.forget_miss();
  if (memo.is_idle()) pool.memo.reset();
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

bool Machine::call_site(const CallSite& site, const Value* first, Value* out) {
  const Value* values = first + 1;
  const Args args{values, site.positional, site.keywords.data(), values + site.positional,
                  static_cast<uint32_t>(site.keywords.size())};
  return call(*first, args, out);
}

bool Machine::call_native(const CallSite& site, const Value* values, Value* out) {
  const Args args{values, site.positional, site.keywords.data(), values + site.positional,
                  static_cast<uint32_t>(site.keywords.size())};
  for (uint32_t i = 0; i < args.count; ++i) {
    if (args[i].kind() == Kind::kPyObject) [[unlikely]]
      return call(site.callee, args, out);
  }
  return charge(1) && site.native(*this, args, out);
}

bool Machine::call_method(const Code& code, const CallSite& site, const Value* first, Value* out) {
  if (!charge(1)) return false;
  const AttributeSite& name = code.attributes[site.attribute];
  const Value* values = first + 1;
  const Args args{values, site.positional, site.keywords.data(), values + site.positional,
                  static_cast<uint32_t>(site.keywords.size())};
  if (const pylib::MethodDef* method = name.methods[AttributeSite::index(*first)]) {
    return pylib::call_method(*this, *method, *first, args, out);
  }
  if (first->is_none()) return fail_for_none(*this, name.name);
  Value callee;
  return pylib::get_attribute(*this, *first, name.name.str(), &callee) && call(callee, args, out);
}

bool Machine::call_spread(const Value& function, const Value* arguments, Value* out) {
  Values names, values;
  const auto& table = arguments[1].as<DictObj>()->table;
  // str.format() alone takes keywords that are no texts; it never finds them.
  const bool takes_any = pylib::native_method(function) == pylib::str_format;
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash == 0) continue;
    if (!table.entry(i).key.is_str()) {
      if (takes_any) continue;
      return fail(Exc::kTypeError, "keywords must be strings");
    }
    names.push_back(table.entry(i).key);
    values.push_back(table.entry(i).value);
  }
  const Values positional = arguments[0].as<ListObj>()->items;
  return call(function,
              Args{positional.data(), static_cast<uint32_t>(positional.size()), names.data(), values.data(),
                   static_cast<uint32_t>(names.size())},
              out);
}

bool Machine::unpack_exactly(const Value& iterable, Value* first, size_t count) {
  if (iterable.kind() != Kind::kTuple || iterable.as<TupleObj>()->size != count)
    return unpack(iterable, first, count, 0, false);
  const Value* items = iterable.as<TupleObj>()->items;
  std::copy(items, items + count, first);
  return charge(count);
}

Next Machine::next_pair(Value* loop, Value* first) {
  if (walks_items(loop)) return next_in_items(*this, loop, first);
  Value item;
  const Next next = next_in_loop(*this, loop, &item);
  if (next != Next::kItem) return next;
  return unpack_exactly(item, first, 2) ? Next::kItem : Next::kError;
}

bool Machine::unpack(const Value& iterable, Value* first, size_t before, size_t after, bool star) {
  Value iterator;
  if (!pylib::make_iterator(*this, iterable, &iterator)) {
    return fail(Exc::kTypeError, "cannot unpack non-iterable {} object", Value::string(type_name(iterable)));
  }
  const size_t wanted = before + after;
  Values items;
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
  Values middle(std::make_move_iterator(items.begin() + static_cast<ptrdiff_t>(before)),
                std::make_move_iterator(items.begin() + static_cast<ptrdiff_t>(before + rest)));
  first[before] = make_list(std::move(middle));
  for (size_t i = 0; i < after; ++i) first[before + 1 + i] = std::move(items[before + rest + i]);
  return true;
}

}  // namespace headrace::expr
