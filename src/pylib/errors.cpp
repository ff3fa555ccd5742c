#include "pylib/errors.h"

#include <algorithm>
#include <string>

namespace headrace::pylib {

bool fail_with(Context& cx, Exc type, std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (std::string_view part : parts) size += part.size();
  char inside[160];  // errors are everyday: most need no memory of their own to be put together
  std::string outside;
  if (size > sizeof inside) outside.resize(size);
  char* const text = size > sizeof inside ? outside.data() : inside;
  char* to = text;
  for (std::string_view part : parts) to = std::copy(part.begin(), part.end(), to);
  return cx.fail_text(type, {text, size});
}

}  // namespace headrace::pylib
