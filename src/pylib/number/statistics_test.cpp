// The module statistics.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "data/bigint.h"
#include "pylib/module.h"
#include "pylib/number/number.h"
#include "pylib/number/test_numbers.h"

namespace headrace::pylib::test {
namespace {

// Answers are those of CPython 3.11.
struct Call {
  const char* function;
  const char* arguments;
  const char* answer;
};

constexpr Call kStatistics[] = {
    {"statistics.mean", "[1, 2, 3, 4]", "2.5"},
    {"statistics.mean", "[1, 2, 3]", "2"},
    {"statistics.mean", "[1.0, 2.0, 3.0]", "2.0"},
    {"statistics.mean", "[0.1, 0.1, 0.1]", "0.1"},
    {"statistics.mean", "[1e308, 1e308]", "1e+308"},
    {"statistics.mean", "[True, False]", "0.5"},
    {"statistics.mean", "[inf, 1]", "inf"},
    {"statistics.mean", "[inf, -inf]", "nan"},
    {"statistics.mean", "[]", "StatisticsError: mean requires at least one data point"},
    {"statistics.mean", "['a']", "TypeError: can't convert type 'str' to numerator/denominator"},
    {"statistics.mean", "[None]", "TypeError: can't convert type 'NoneType' to numerator/denominator"},
    {"statistics.fmean", "[1, 2, 4]", "2.3333333333333335"},
    {"statistics.fmean", "[1, 2, 4], weights=[3, 1, 0]", "1.25"},
    {"statistics.fmean", "[1], weights=[1, 2]", "StatisticsError: data and weights must be the same length"},
    {"statistics.fmean", "[1, 2], weights=[1, -1]", "StatisticsError: sum of weights must be non-zero"},
    {"statistics.fmean", "[]", "StatisticsError: fmean requires at least one data point"},
    {"statistics.geometric_mean", "[54, 24, 36]", "36.000000000000014"},
    {"statistics.geometric_mean", "[0]",
     "StatisticsError: geometric mean requires a non-empty dataset containing positive numbers"},
    {"statistics.harmonic_mean", "[40, 60]", "48.0"},
    {"statistics.harmonic_mean", "[40, 60], weights=[5, 30]", "56.0"},
    {"statistics.harmonic_mean", "[0, 1]", "0"},
    {"statistics.harmonic_mean", "[-1, 1]",
     "StatisticsError: harmonic mean does not support negative values"},
    {"statistics.harmonic_mean", "[7]", "7"},
    {"statistics.median", "[3, 1, 2]", "2"},
    {"statistics.median", "[4, 1, 3, 2]", "2.5"},
    {"statistics.median", "[1.5, 2.5]", "2.0"},
    {"statistics.median", "[]", "StatisticsError: no median for empty data"},
    {"statistics.median", "[1, 'a']", "TypeError: '<' not supported between instances of 'str' and 'int'"},
    {"statistics.median_low", "[1, 2, 3, 4]", "2"},
    {"statistics.median_high", "[1, 2, 3, 4]", "3"},
    {"statistics.median_grouped", "[1, 2, 2, 3, 4, 4, 4, 4, 4, 5]", "3.7"},
    {"statistics.median_grouped", "[1, 3, 3, 5, 7], interval=2", "3.5"},
    {"statistics.mode", "[1, 2, 2, 3, 3]", "2"},
    {"statistics.mode", "['b', 'a', 'a']", "'a'"},
    {"statistics.mode", "[1, True, 1.0, 2]", "1"},
    {"statistics.mode", "[]", "StatisticsError: no mode for empty data"},
    {"statistics.mode", "[[1]]", "TypeError: unhashable type: 'list'"},
    {"statistics.multimode", "[1, 1, 2, 2, 3]", "[1, 2]"},
    {"statistics.multimode", "[]", "[]"},
    {"statistics.variance", "[1, 2, 3, 4]", "1.6666666666666667"},
    {"statistics.variance", "[1, 3]", "2"},
    {"statistics.variance", "[2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]", "1.3720238095238095"},
    {"statistics.variance", "[1]", "StatisticsError: variance requires at least two data points"},
    {"statistics.variance", "[1, 3], 2.5", "2.5"},
    {"statistics.pvariance", "[1, 2, 3, 4]", "1.25"},
    {"statistics.pvariance", "[1.5], mu=0", "2.25"},
    {"statistics.pvariance", "[]", "StatisticsError: pvariance requires at least one data point"},
    {"statistics.stdev", "[1.5, 2.5, 2.5, 2.75, 3.25, 4.75]", "1.0810874155219827"},
    {"statistics.stdev", "[0.1, 0.1, 0.1]", "0.0"},
    {"statistics.stdev", "[1, 2, nan]", "AttributeError: 'float' object has no attribute 'numerator'"},
    {"statistics.stdev", "[1000000000000000000000, 1]", "7.071067811865475e+20"},
    {"statistics.pstdev", "[1, 2, 3, 4]", "1.118033988749895"},
    {"statistics.pstdev", "[5]", "0.0"},
    {"statistics.covariance", "[1, 2, 3], [1, 2, 4]", "1.5"},
    {"statistics.correlation", "[1, 2, 3], [1, 2, 4]", "0.9819805060619656"},
    {"statistics.correlation", "[1, 1], [1, 2]", "StatisticsError: at least one of the inputs is constant"},
    {"statistics.covariance", "[1, 2], [1]",
     "StatisticsError: covariance requires that both inputs have same number of data points"},
    {"statistics.quantiles", "[1, 2, 3, 4, 5]", "[1.5, 3.0, 4.5]"},
    {"statistics.quantiles", "[1, 2, 3, 4], n=10, method='inclusive'",
     "[1.3, 1.6, 1.9, 2.2, 2.5, 2.8, 3.1, 3.4, 3.7]"},
    {"statistics.quantiles", "[1]", "StatisticsError: must have at least two data points"},
    {"statistics.quantiles", "[1, 2], n=0", "StatisticsError: n must be at least 1"},
};

TEST(Statistics, AnswersAsCPython) {
  for (const Call& c : kStatistics)
    EXPECT_EQ(call(c.function, c.arguments), c.answer) << c.function << "(" << c.arguments << ")";
}

// A function of one argument, within a budget.
Exc error_of(std::string_view function, const Value& data) {
  NumberContext cx;
  cx.limits.steps = 1'000'000;
  cx.begin_evaluation();
  Value out;
  const Value& callee = *statistics_module().as<NativeModule>()->find(function);
  return cx.call(callee, Args::of(&data, 1), &out) ? Exc::kNone : cx.error().type;
}

TEST(Statistics, StopAtTheBudget) {
  const Value huge = make_int(BigInt(1) << 8'000'000);
  EXPECT_EQ(error_of("mean", make_list(Values(100, huge))), Exc::kBudgetError);
  EXPECT_EQ(error_of("mean", make_list(Values(10, huge))), Exc::kNone);
  Value nested;
  for (int i = 0; i < 20; ++i) nested = make_tuple({nested, nested});
  EXPECT_EQ(error_of("mode", make_list(Values(100, nested))), Exc::kBudgetError);
}

// An object of CPython's: it imports modules, and stands for all of their functions, which say their names.
class Foreign final : public NativeObject {
 public:
  explicit Foreign(std::string name) : NativeObject(Kind::kPyObject), name_(std::move(name)) {}
  std::string_view type_name() const override { return "Fraction"; }
  bool get_attribute(Context&, std::string_view name, Value* out) const override {
    *out = Value::adopt(new Foreign(name_ + "." + std::string(name)));
    return true;
  }
  bool call(Context&, const Args&, Value* out) override {
    *out = Value::string(name_);
    return true;
  }
  bool call_builtin(Context&, std::string_view name, const Args& args, Value* out) const override {
    EXPECT_EQ(name, "__import__");
    *out = Value::adopt(new Foreign(std::string(args[0].str())));
    return true;
  }

 private:
  const std::string name_;
};

TEST(Statistics, WhatOnlyPythonKnowsIsPythons) {
  const Value foreign = Value::adopt(new Foreign("x"));
  const auto call = [](const Value& module, std::string_view function, const Value& argument) {
    NumberContext cx;
    Value out;
    return cx.call(*module.as<NativeModule>()->find(function), Args::of(&argument, 1), &out)
               ? text_of(out)
               : cx.error().text();
  };
  EXPECT_EQ(call(statistics_module(), "mean", make_list({Value::integer(1), foreign})), "'statistics.mean'");
  EXPECT_EQ(call(math_module(), "sqrt", foreign), "'math.sqrt'");
  EXPECT_EQ(call(math_module(), "fsum", make_tuple({foreign})), "'math.fsum'");
  EXPECT_EQ(call(math_module(), "sqrt", make_list({})), "TypeError: must be real number, not list");
}

}  // namespace
}  // namespace headrace::pylib::test
