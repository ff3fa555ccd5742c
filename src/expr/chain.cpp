#include "expr/chain.h"

#include <cmath>

#include "data/object.h"
#include "data/value_words.h"
#include "expr/arithmetic.h"
#include "pylib/api.h"
#include "pylib/operators.h"

namespace headrace::expr {
namespace {

// A date, a time, a moment or a duration that holds no reference.
bool is_plain_time(const Value& v) {
  return v.kind() >= Kind::kDate && v.kind() <= Kind::kTimeDelta && !v.is_heap();
}

bool put_plain(const Value& result, Value* to) {
  if (result.is_heap()) return false;
  overwrite(to, words_of(result));
  return true;
}

// Ints and bools, of which one at least is a bool: they count as 0 and 1.
bool are_counts(const Value& a, const Value& b) {
  return (a.is_bool() && (b.is_bool() || b.is_small_int())) || (b.is_bool() && a.is_small_int());
}

// What follows is out of the loop, whose registers it would take. Each gives what holds no reference, or
// false.

// Of operands that are not two numbers.
template <typename Operation>
[[gnu::noinline]] bool combine_others(Context& cx, const Value& a, const Value& b, Value* to) {
  if (are_counts(a, b)) {
    int64_t result;
    return !Operation::overflows(a.as_int(), b.as_int(), &result) && put_plain(Value::integer(result), to);
  }
  Value result;
  return is_plain_time(a) && is_plain_time(b) && pylib::binary(cx, Operation::kOp, a, b, &result) &&
         put_plain(result, to);
}

[[gnu::noinline]] bool compare_times(Context& cx, pylib::Compare op, const Value& a, const Value& b,
                                     bool* out) {
  return is_plain_time(a) && is_plain_time(b) && pylib::compare(cx, op, a, b, out);
}

[[gnu::noinline]] bool attribute_of(Context& cx, const AttributeSite& site, const Value& v, Value* to) {
  const pylib::AttributeDef* const attribute = site.attributes[AttributeSite::index(v)];
  Value result;
  return is_plain_time(v) && attribute && attribute->fn(cx, v, &result) && put_plain(result, to);
}

[[gnu::noinline]] bool call_method(Context& cx, const AttributeSite& site, const Value& v, Value* to) {
  const pylib::MethodDef* const method = site.methods[AttributeSite::index(v)];
  Value result;
  return is_plain_time(v) && method && method->fn(cx, v, Args(), &result) && put_plain(result, to);
}

[[gnu::noinline]] bool call(Context& cx, pylib::FunctionFn function, const Value& v, Value* to) {
  Value result;
  return v.kind() != Kind::kPyObject && !v.is_container() && function(cx, Args::of(&v, 1), &result) &&
         put_plain(result, to);
}

// What one of arithmetic.h's operators gives, as the number that it is.
template <bool (*kQuickly)(const Value&, const Value&, Value*)>
bool plain(const Value& a, const Value& b, double* out) {
  Value result;
  if (!kQuickly(a, b, &result)) return false;
  *out = result.as_float();
  return true;
}
template <bool (*kQuickly)(const Value&, const Value&, Value*)>
bool plain(const Value& a, const Value& b, int64_t* out) {
  Value result;
  if (!kQuickly(a, b, &result)) return false;
  *out = result.as_int();
  return true;
}

// a ** b of ints, b from 0 to 63.
bool power_quickly(const Value& a, const Value& b, int64_t* out) {
  if (!a.is_small_int() || !b.is_small_int() || b.as_int() < 0 || b.as_int() > 63) return false;
  int64_t result = 1, factor = a.as_int();
  for (int64_t left = b.as_int(); left > 0; left >>= 1) {
    if ((left & 1) && __builtin_mul_overflow(result, factor, &result)) return false;
    if (left > 1 && __builtin_mul_overflow(factor, factor, &factor)) return false;
  }
  *out = result;
  return true;
}

// A float as the int that it is, or is cut off to.
bool int_quickly(double d, int64_t* out) {
  if (!(d > -0x1p63 && d < 0x1p63)) return false;
  *out = static_cast<int64_t>(d);
  return true;
}

// Relations for order_quickly(), which knows how ints and floats compare.
struct Equal {
  template <typename T>
  static bool holds(T a, T b) {
    return a == b;
  }
};
struct NotEqual {
  template <typename T>
  static bool holds(T a, T b) {
    return a != b;
  }
};

}  // namespace

// Written word by word; nothing in it is ever given back.
struct Chain::Results {
  Results() {}   // NOLINT(modernize-use-equals-default): leaves them as they are
  ~Results() {}  // NOLINT(modernize-use-equals-default)
  union {
    Value values[kResultsMax];
  };
};

// Each step goes to the next one itself, as the interpreter's do; GCC would have them share the jump.
#if defined(__GNUC__) && !defined(__clang__)
__attribute__((optimize("no-crossjumping")))
#endif
bool
Chain::run(Context& cx, const Value* const* bases, Value* out) const {
  using namespace arithmetic;
  static constexpr const void* kLabels[] = {
#define HEADRACE_CHAIN_STEP(name) &&do_##name,
      HEADRACE_CHAIN_STEPS(HEADRACE_CHAIN_STEP)
#undef HEADRACE_CHAIN_STEP
  };
  Results results;
  const Value* rows[kInputs + kInputsMax];
  rows[kResults] = results.values;
  rows[kConstants] = constants_.data();
  for (size_t i = 0; i < inputs_.size(); ++i) rows[kInputs + i] = bases[inputs_[i]];
  const Step* const steps = steps_.data();
  const Step* step = steps;
  bool truth;

#define AT(place) \
  (*reinterpret_cast<const Value*>(reinterpret_cast<const char*>(rows[(place).row]) + (place).at))
#define LEFT AT(step->left)
#define RIGHT AT(step->right)
#define RESULT (&results.values[step->to])
#define DO(name) do_##name:
#define GO goto* kLabels[static_cast<size_t>(step->what)]
#define NEXT \
  ++step;    \
  GO
#define TRY(condition)           \
  if (!(condition)) [[unlikely]] \
  return false
#define GIVE_INT(i)                   \
  overwrite(RESULT, words_of_int(i)); \
  NEXT
#define GIVE_FLOAT(d)                   \
  overwrite(RESULT, words_of_float(d)); \
  NEXT
  // Each way by a jump of its own, so that the processor learns them apart.
#define GIVE_TRUTH                                      \
  truth ^= step->negated;                               \
  if (step->if_true == 0) {                             \
    overwrite(RESULT, words_of(Value::boolean(truth))); \
    NEXT;                                               \
  }                                                     \
  if (truth) {                                          \
    step = steps + step->if_true;                       \
    GO;                                                 \
  }                                                     \
  step = steps + step->if_false;                        \
  GO
#define COMBINE(Operation)                                         \
  {                                                                \
    const Value &a = LEFT, &b = RIGHT;                             \
    if (a.is_small_int() && b.is_small_int()) {                    \
      int64_t result;                                              \
      TRY(!Operation::overflows(a.as_int(), b.as_int(), &result)); \
      GIVE_INT(result);                                            \
    }                                                              \
    double x, y;                                                   \
    if (as_doubles(a, b, &x, &y)) [[likely]] {                     \
      GIVE_FLOAT(Operation::apply(x, y));                          \
    }                                                              \
    TRY(combine_others<Operation>(cx, a, b, RESULT));              \
    NEXT;                                                          \
  }
#define COMPARE(quickly, op)                                                                       \
  TRY(quickly(LEFT, RIGHT, &truth) || compare_times(cx, pylib::Compare::op, LEFT, RIGHT, &truth)); \
  GIVE_TRUTH

  // The first one where neither is less. By an index: which one it will be nobody can foresee.
#define CHOOSE(Relation)                                      \
  {                                                           \
    const Value* const both[] = {&LEFT, &RIGHT};              \
    TRY(order_quickly<Relation>(*both[1], *both[0], &truth)); \
    overwrite(RESULT, words_of(*both[truth]));                \
    NEXT;                                                     \
  }

  GO;
  DO(Add) COMBINE(Add);
  DO(Sub) COMBINE(Sub);
  DO(Mul) COMBINE(Mul);
  DO(Div) {
    double result;
    TRY(plain<divide_quickly>(LEFT, RIGHT, &result));
    GIVE_FLOAT(result);
  }
  DO(FloorDiv) {
    int64_t result;
    TRY(plain<floor_divide_quickly>(LEFT, RIGHT, &result));
    GIVE_INT(result);
  }
  DO(Mod) {
    int64_t result;
    TRY(plain<remainder_quickly>(LEFT, RIGHT, &result));
    GIVE_INT(result);
  }
  DO(Power) {
    int64_t result;
    TRY(power_quickly(LEFT, RIGHT, &result));
    GIVE_INT(result);
  }
  DO(Negate) {
    const Value& v = LEFT;
    if (v.is_float()) {
      GIVE_FLOAT(-v.as_float());
    }
    TRY(v.is_small_int() && v.as_int() != INT64_MIN);
    GIVE_INT(-v.as_int());
  }
  DO(Absolute) {
    const Value& v = LEFT;
    if (v.is_float()) {
      GIVE_FLOAT(std::fabs(v.as_float()));
    }
    TRY(v.is_small_int() && v.as_int() != INT64_MIN);
    GIVE_INT(v.as_int() < 0 ? -v.as_int() : v.as_int());
  }
  DO(Round) {
    const Value& v = LEFT;
    int64_t result;
    TRY(v.is_small_int() || v.is_float());
    if (v.is_small_int())
      result = v.as_int();
    else
      TRY(int_quickly(std::nearbyint(v.as_float()), &result));
    GIVE_INT(result);
  }
  // The first one where they are equal, or cannot be told apart.
  DO(Least) CHOOSE(Less);
  DO(Greatest) CHOOSE(Greater);
  DO(ToFloat) {
    const Value& v = LEFT;
    TRY(v.is_float() || v.is_small_int());
    GIVE_FLOAT(v.is_float() ? v.as_float() : static_cast<double>(v.as_int()));
  }
  DO(ToInt) {
    const Value& v = LEFT;
    int64_t result;
    TRY(v.is_small_int() || v.is_bool() || v.is_float());
    if (!v.is_float())
      result = v.as_int();
    else
      TRY(int_quickly(v.as_float(), &result));
    GIVE_INT(result);
  }
  DO(Length) {
    const Value& v = LEFT;
    if (v.is_str()) {
      TRY(v.is_ascii());
      GIVE_INT(static_cast<int64_t>(v.str().size()));
    }
    TRY(v.kind() == Kind::kList);
    GIVE_INT(static_cast<int64_t>(v.as<ListObj>()->items.size()));
  }
  DO(Attribute) {
    TRY(attribute_of(cx, *step->site, LEFT, RESULT));
    NEXT;
  }
  DO(Method) {
    TRY(call_method(cx, *step->site, LEFT, RESULT));
    NEXT;
  }
  DO(Call) {
    TRY(call(cx, step->function, LEFT, RESULT));
    NEXT;
  }
  DO(Eq) {
    TRY(equality_quickly<true>(LEFT, RIGHT, &truth) || order_quickly<Equal>(LEFT, RIGHT, &truth));
    GIVE_TRUTH;
  }
  DO(Ne) {
    TRY(equality_quickly<false>(LEFT, RIGHT, &truth) || order_quickly<NotEqual>(LEFT, RIGHT, &truth));
    GIVE_TRUTH;
  }
  DO(Lt) COMPARE(order_quickly<Less>, kLt);
  DO(Le) COMPARE(order_quickly<LessEqual>, kLe);
  DO(Gt) COMPARE(order_quickly<Greater>, kGt);
  DO(Ge) COMPARE(order_quickly<GreaterEqual>, kGe);
  DO(Is) {
    truth = is_same_singleton(LEFT, RIGHT);
    GIVE_TRUTH;
  }
  DO(IsNot) {
    truth = !is_same_singleton(LEFT, RIGHT);
    GIVE_TRUTH;
  }
  DO(Truth) {
    const Value& v = LEFT;
    if (v.is_float())
      truth = v.as_float() != 0;
    else
      TRY(truth_quickly(v, &truth));
    GIVE_TRUTH;
  }
  DO(Return) {
    // None is for the caller to look into, and containers of an event come wrapped.
    const Value& v = LEFT;
    TRY(!v.is_none() && !v.is_container());
    *out = v;
    return true;
  }
#undef AT
#undef LEFT
#undef RIGHT
#undef RESULT
#undef DO
#undef GO
#undef NEXT
#undef TRY
#undef GIVE_INT
#undef GIVE_FLOAT
#undef GIVE_TRUTH
#undef COMBINE
#undef COMPARE
#undef CHOOSE
}

}  // namespace headrace::expr
