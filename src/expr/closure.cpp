#include "expr/closure.h"

#include <algorithm>
#include <utility>

namespace headrace::expr {
namespace {

class Unbound final : public NativeObject {
 public:
  Unbound() : NativeObject(Kind::kObject) { refs = INT32_MIN; }
  std::string_view type_name() const override { return "unbound"; }
};

bool argument_error(Context& cx, const std::string& what) {
  return cx.fail_text(Exc::kTypeError, "<lambda>() " + what);
}

}  // namespace

const Value& unbound() {
  static const Value value = Value::adopt(new Unbound());
  return value;
}

Made::Made(Kind kind, Machine& machine)
    : NativeObject(kind), machine_(&machine), next_(std::exchange(machine.made_, this)) {
  if (next_) next_->previous_ = this;
}

void Made::leave() {
  if (!machine_) return;
  (previous_ ? previous_->next_ : machine_->made_) = next_;
  if (next_) next_->previous_ = previous_;
  machine_ = nullptr;
}

void Machine::retire_all() {
  while (made_) {
    const Value held = Value::share(made_);  // it may be held by what it holds alone
    auto* const made = held.as<Made>();
    made->retire();
    made->leave();
  }
}

Closure::Closure(Machine& machine, const Code& code, const Value* captured)
    : Made(Kind::kFunction, machine), code_(code) {
  const size_t defaults = code.parameters.defaults + code.parameters.keyword_defaults.size();
  defaults_.assign(captured, captured + defaults);
  cells_.assign(captured + defaults, captured + defaults + code.cells);
}

bool Closure::repr(Context&, std::string* out) const {
  out->append("<function <lambda>>");
  return true;
}

void Closure::retire() {
  const Values defaults = std::move(defaults_), cells = std::move(cells_);
  defaults_ = {};
  cells_ = {};
}

// Python's rules for matching arguments with parameters; frame registers are None before.
bool Closure::bind(Context& cx, const Args& args, Value* frame) const {
  const ParameterInfo& p = code_.parameters;
  const size_t named = p.names.size();
  std::vector<bool> given(named, false);
  for (size_t i = 0; i < std::min<size_t>(args.count, p.positional); ++i) {
    frame[i] = args[i];
    given[i] = true;
  }
  if (args.count > p.positional && !p.has_varargs) {
    return argument_error(cx, "takes " + std::to_string(p.positional) + " positional arguments but " +
                                  std::to_string(args.count) + " were given");
  }
  if (p.has_varargs) {
    const uint32_t extra = args.count > p.positional ? args.count - p.positional : 0;
    TupleObj* rest = TupleObj::make(extra);
    for (uint32_t i = 0; i < extra; ++i) rest->items[i] = args[p.positional + i];
    frame[named] = Value::adopt(rest);
  }
  auto* extra_keywords = p.has_varkeywords ? new DictObj() : nullptr;
  const Value extra_value = extra_keywords ? Value::adopt(extra_keywords) : Value();
  for (uint32_t k = 0; k < args.keyword_count; ++k) {
    const std::string_view name = args.keyword_names[k].str();
    const auto found = std::find_if(p.names.begin() + p.positional_only, p.names.end(),
                                    [&](const Value& v) { return v.str() == name; });
    if (found == p.names.end()) {
      if (!extra_keywords)
        return argument_error(cx, "got an unexpected keyword argument '" + std::string(name) + "'");
      bool inserted;
      extra_keywords->table.find_or_insert(args.keyword_names[k], &inserted)->value = args.keyword_values[k];
      continue;
    }
    const auto i = static_cast<size_t>(found - p.names.begin());
    if (given[i]) return argument_error(cx, "got multiple values for argument '" + std::string(name) + "'");
    frame[i] = args.keyword_values[k];
    given[i] = true;
  }
  if (extra_keywords) frame[named + p.has_varargs] = extra_value;
  for (size_t i = 0; i < p.defaults; ++i) {
    const size_t at = p.positional - p.defaults + i;
    if (!given[at]) frame[at] = defaults_[i], given[at] = true;
  }
  for (size_t i = 0; i < p.keyword_defaults.size(); ++i) {
    const size_t at = p.keyword_defaults[i];
    if (!given[at]) frame[at] = defaults_[p.defaults + i], given[at] = true;
  }
  for (size_t i = 0; i < named; ++i) {
    if (!given[i])
      return argument_error(cx, "missing a required argument: '" + std::string(p.names[i].str()) + "'");
  }
  return true;
}

bool Closure::call(Context& cx, const Args& args, Value* out) {
  if (!machine_) return cx.fail(Exc::kRuntimeError, "the expression that made this function is over");
  DepthGuard guard(cx);
  if (!guard || !cx.charge(1)) return false;
  auto& machine = static_cast<Machine&>(cx);
  Value* frame = machine.take_frame(code_);
  bool ok = bind(cx, args, frame);
  if (ok) {
    const size_t first_cell =
        code_.parameters.names.size() + code_.parameters.has_varargs + code_.parameters.has_varkeywords;
    std::copy(cells_.begin(), cells_.end(), frame + first_cell);
    size_t pc = 0;
    ok = machine.run(code_, frame, &pc, out) == Machine::Outcome::kReturned;
  }
  machine.give_back(code_, frame);
  return ok;
}

Generator::Generator(Machine& machine, const Code& code, const Value* captured)
    : Made(Kind::kIterator, machine), code_(code), frame_(machine.take_frame(code)) {
  std::copy(captured, captured + 1 + code.cells, frame_);
}

Generator::~Generator() { finish(); }

void Generator::finish() {
  if (frame_) machine_->give_back(code_, std::exchange(frame_, nullptr));
}

Next Generator::next(Context& cx, Value* out) {
  if (running_) {
    cx.fail(Exc::kValueError, "generator already executing");
    return Next::kError;
  }
  if (!frame_) return Next::kEnd;
  DepthGuard guard(cx);
  if (!guard) return Next::kError;
  running_ = true;
  const Machine::Outcome outcome = machine_->run(code_, frame_, &pc_, out);
  running_ = false;
  if (outcome == Machine::Outcome::kYielded) return Next::kItem;
  finish();
  if (outcome == Machine::Outcome::kReturned) return Next::kEnd;
  if (cx.error().type == Exc::kStopIteration) cx.fail(Exc::kRuntimeError, "generator raised StopIteration");
  return Next::kError;
}

}  // namespace headrace::expr
