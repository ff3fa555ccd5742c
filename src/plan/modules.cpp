#include "plan/modules.h"

#include <algorithm>
#include <array>

#include "pylib/datetime/datetime.h"
#include "pylib/json/json_module.h"
#include "pylib/number/number.h"
#include "pylib/regex/re_module.h"

namespace headrace {
namespace {

constexpr std::array<std::string_view, 8> kNames = {
    "math", "statistics", "datetime", "dateutil", "dateutil.parser", "dateutil.tz", "json", "re"};

}  // namespace

const Value* native_module(std::string_view dotted_name) {
  static const std::array<Value, kNames.size()> modules = {pylib::math_module(),
                                                           pylib::statistics_module(),
                                                           pylib::datetime_module(),
                                                           pylib::dateutil_module(),
                                                           pylib::dateutil_parser_module(),
                                                           pylib::dateutil_tz_module(),
                                                           pylib::json_module(),
                                                           pylib::re_module()};
  const auto it = std::find(kNames.begin(), kNames.end(), dotted_name);
  return it == kNames.end() ? nullptr : &modules[static_cast<size_t>(it - kNames.begin())];
}

std::span<const std::string_view> native_module_names() { return kNames; }

}  // namespace headrace
