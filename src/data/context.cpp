#include "data/context.h"

#include <array>

namespace headrace {
namespace {

struct ExceptionInfo {
  std::string_view name;
  Exc base;
};

// Indexed by Exc. `base` is the nearest base that is an Exc too.
constexpr std::array<ExceptionInfo, 22> kExceptions = {{
    {"", Exc::kNone},
    {"TypeError", Exc::kNone},
    {"ValueError", Exc::kNone},
    {"KeyError", Exc::kNone},
    {"IndexError", Exc::kNone},
    {"AttributeError", Exc::kNone},
    {"NameError", Exc::kNone},
    {"ZeroDivisionError", Exc::kArithmeticError},
    {"OverflowError", Exc::kArithmeticError},
    {"ArithmeticError", Exc::kNone},
    {"UnicodeError", Exc::kValueError},
    {"StopIteration", Exc::kNone},
    {"RuntimeError", Exc::kNone},
    {"RecursionError", Exc::kRuntimeError},
    {"MemoryError", Exc::kNone},
    {"ImportError", Exc::kNone},
    {"StatisticsError", Exc::kValueError},
    {"error", Exc::kNone},
    {"JSONDecodeError", Exc::kValueError},
    {"ParserError", Exc::kValueError},
    {"PythonError", Exc::kNone},
    {"BudgetError", Exc::kNone},
}};

}  // namespace

std::string_view exception_name(Exc e) { return kExceptions[static_cast<size_t>(e)].name; }

bool is_a(Exc e, Exc base) {
  for (; e != Exc::kNone; e = kExceptions[static_cast<size_t>(e)].base) {
    if (e == base) return true;
  }
  return false;
}

std::string EvalError::text() const {
  std::string out(exception_name(type));
  std::string_view rest = message;
  if (rest.empty()) return out;
  out.append(": ");
  for (const Value& detail : details) {
    const size_t hole = rest.find("{}");
    if (hole == rest.npos) break;
    out.append(rest.substr(0, hole));
    if (detail.is_str()) {
      out.append(detail.str());
    } else if (detail.is_small_int()) {
      out.append(std::to_string(detail.as_int()));
    } else {
      out.append("...");
    }
    rest.remove_prefix(hole + 2);
  }
  return out.append(rest);
}

Value Context::own_object(Value detail) {
  if (!detail.is_str()) return {};  // told as "..." either way
  const int32_t refs = detail.obj()->refs;
  if (refs != 1 && refs >= 0) detail = Value::string(detail.str(), detail.is_ascii());
  return detail;
}

const Value* Args::keyword(std::string_view name) const {
  for (uint32_t i = 0; i < keyword_count; ++i) {
    if (keyword_names[i].str() == name) return &keyword_values[i];
  }
  return nullptr;
}

bool Context::charge_bytes(uint64_t bytes) {
  if (bytes > limits.bytes) return fail(Exc::kBudgetError, "a result would exceed the size budget");
  return charge(bytes / 64);
}

bool Context::enter() {
  if (depth_ >= limits.depth) return fail(Exc::kRecursionError, "maximum recursion depth exceeded");
  ++depth_;
  return true;
}

bool Context::out_of_steps() { return fail(Exc::kBudgetError, "the expression exceeded its step budget"); }

}  // namespace headrace
