#include "data/text_slot.h"

#include <cstring>

#include "data/object.h"

namespace headrace {

void set_long_text(Value* slot, std::string_view text, bool ascii) {
  if (slot->is_heap() && slot->kind() == Kind::kStr && slot->obj()->refs == 1) {
    auto* const old = slot->as<StrObj>();
    if (old->size == text.size()) {
      std::memcpy(old->data, text.data(), text.size());
      old->ascii = ascii;
      old->points = UINT32_MAX;
      old->hash = 0;
      return;
    }
  }
  *slot = Value::string(text, ascii);
}

}  // namespace headrace
