#include "pylib/errors.h"

namespace headrace::pylib {

bool fail_with(Context& cx, Exc type, std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text.append(part);
  return cx.fail_text(type, text);
}

}  // namespace headrace::pylib
