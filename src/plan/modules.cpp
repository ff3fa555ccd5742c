#include "plan/modules.h"

#include <utility>

#include "pylib/datetime/datetime.h"
#include "pylib/json/json_module.h"
#include "pylib/number/number.h"
#include "pylib/regex/re_module.h"

namespace headrace {

const Value* native_module(std::string_view dotted_name) {
  static const std::pair<std::string_view, Value> modules[] = {
      {"math", pylib::math_module()},
      {"statistics", pylib::statistics_module()},
      {"datetime", pylib::datetime_module()},
      {"dateutil", pylib::dateutil_module()},
      {"dateutil.parser", pylib::dateutil_parser_module()},
      {"dateutil.tz", pylib::dateutil_tz_module()},
      {"json", pylib::json_module()},
      {"re", pylib::re_module()}};
  for (const auto& [name, module] : modules) {
    if (name == dotted_name) return &module;
  }
  return nullptr;
}

}  // namespace headrace
