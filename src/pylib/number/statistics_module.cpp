#include <vector>

#include "pylib/module.h"
#include "pylib/number/number.h"
#include "pylib/number/statistics_functions.h"

namespace headrace::pylib {

Value statistics_module() {
  static const std::vector<FunctionDef> functions = [] {
    std::vector<FunctionDef> all;
    for (const auto& part :
         {statistics_average_functions(), statistics_order_functions(), statistics_spread_functions()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  static const Value module = NativeModule::make("statistics", functions);
  return module;
}

}  // namespace headrace::pylib
