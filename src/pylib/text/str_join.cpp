// join: measures, charges, then copies once.

#include <cstring>

#include "pylib/errors.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

bool wrong_item(Context& cx, const Value& self, size_t index, const Value& item) {
  return fail_with(cx, Exc::kTypeError,
                   {"sequence item ", std::to_string(index), ": expected ",
                    self.is_str() ? "str instance" : "a bytes-like object", ", ", type_name(item), " found"});
}

bool join_items(Context& cx, const Value& self, std::span<const Value> items, Value* out) {
  if (items.size() == 1 && items[0].kind() == self.kind()) {
    *out = items[0];
    return true;
  }
  const std::string_view separator = self.str();
  uint64_t size = 0;
  bool ascii = self.is_ascii() || items.size() < 2;
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind() != self.kind()) return wrong_item(cx, self, i, items[i]);
    size += items[i].str().size() + (i > 0 ? separator.size() : 0);
    ascii &= items[i].is_ascii();
  }
  if (!cx.charge(items.size()) || !cx.charge_bytes(size)) return false;
  *out = fill_text(self.kind(), size, ascii, [&](char* to) {
    const auto put = [&to](std::string_view text) {
      std::memcpy(to, text.data(), text.size());
      to += text.size();
    };
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) put(separator);
      put(items[i].str());
    }
  });
  return true;
}

}  // namespace

bool text_join(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.join" : "bytes.join", args, 1, 1)) return false;
  const Value& items = args[0];
  if (items.kind() == Kind::kList) return join_items(cx, self, items.as<ListObj>()->items, out);
  if (items.kind() == Kind::kTuple) {
    const auto* tuple = items.as<TupleObj>();
    return join_items(cx, self, {tuple->items, tuple->size}, out);
  }
  Value iterator;
  if (!make_iterator(cx, items, &iterator)) {
    if (cx.error().type != Exc::kTypeError) return false;
    return cx.fail(Exc::kTypeError, "can only join an iterable");
  }
  Values collected;
  return collect(cx, iterator, &collected) && join_items(cx, self, collected, out);
}

}  // namespace headrace::pylib
