#include "data/value.h"

#include <new>

#include "data/object.h"
#include "data/small_memory.h"

namespace headrace {
namespace {

bool all_ascii(std::string_view s) {
  const char* p = s.data();
  size_t n = s.size();
  uint64_t bits = 0, word;
  for (; n >= 8; p += 8, n -= 8) {
    std::memcpy(&word, p, 8);
    bits |= word;
  }
  for (; n > 0; ++p, --n) bits |= static_cast<unsigned char>(*p);
  return (bits & 0x8080808080808080ull) == 0;
}

}  // namespace

StrObj* StrObj::make(Kind kind, uint32_t size, bool ascii) {
  void* memory = allocate_small(sizeof(StrObj) + size);
  return ::new (memory) StrObj(kind, size, ascii);
}

TupleObj* TupleObj::make(uint32_t size) {
  void* memory = allocate_small(sizeof(TupleObj) + size * sizeof(Value));
  auto* tuple = ::new (memory) TupleObj(size);
  for (uint32_t i = 0; i < size; ++i) new (&tuple->items[i]) Value();
  return tuple;
}

Value Value::heap_text(Kind kind, std::string_view data, bool ascii) {
  StrObj* s = StrObj::make(kind, static_cast<uint32_t>(data.size()), ascii);
  std::memcpy(s->data, data.data(), data.size());
  return adopt(s);
}

Value Value::string(std::string_view s) { return text(Kind::kStr, s, all_ascii(s)); }
Value Value::bytes(std::string_view s) { return text(Kind::kBytes, s, all_ascii(s)); }

std::string_view Value::heap_str() const { return static_cast<const StrObj*>(u_.obj)->view(); }
bool Value::heap_is_ascii() const { return static_cast<const StrObj*>(u_.obj)->ascii; }

}  // namespace headrace
