
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "pylib/module.h"
#include "pylib/number/math_functions.h"
#include "pylib/number/number.h"

namespace headrace::pylib {

Value math_module() {
  static const std::vector<FunctionDef> functions = [] {
    std::vector<FunctionDef> all;
    for (const auto& part : {math_libm_functions(), math_float_functions(), math_integer_functions(),
                             math_sequence_functions()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  static const Value module =
      NativeModule::make("math", functions,
                         {{"e", Value::real(std::numbers::e)},
                          {"inf", Value::real(std::numeric_limits<double>::infinity())},
                          {"nan", Value::real(std::numeric_limits<double>::quiet_NaN())},
                          {"pi", Value::real(std::numbers::pi)},
                          {"tau", Value::real(2 * std::numbers::pi)}});
  return module;
}

}  // namespace headrace::pylib
