#include "data/json_parser.h"

#include "data/json_scanner.h"

namespace headrace {

bool parse_json(std::string_view text, Value* out, JsonError* error) {
  JsonScanner scan(without_bom(text), error);
  scan.skip_space();
  if (!scan.value(out, 0)) return false;
  scan.skip_space();
  return scan.at_end() || scan.fail("Extra data");
}

}  // namespace headrace
