// Texts of many events one behind the other into the same slot.
#pragma once

#include <string_view>

#include "data/value.h"

namespace headrace {

// A long text, of more than Value::kInlineStrMax bytes. Those of a field are often all of one size, as times
// are: it takes the memory of the one that is there, if nobody else holds that.
void set_long_text(Value* slot, std::string_view text, bool ascii);

[[gnu::always_inline]] inline void set_text(Value* slot, std::string_view text, bool ascii) {
  if (text.size() > Value::kInlineStrMax)
    set_long_text(slot, text, ascii);
  else
    *slot = Value::string(text, ascii);
}

}  // namespace headrace
