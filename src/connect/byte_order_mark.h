// UTF-8's byte-order mark, which editors put at the beginning of a file.
#pragma once

#include <string_view>

#include "base/status.h"

namespace headrace {

// Steps over one at the beginning of a stream, of which `buffer` (BlockBuffer, StreamBuffer) has given
// nothing yet. False where the stream is empty.
template <typename Buffer>
Result<bool> skip_byte_order_mark(Buffer& buffer) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  while (buffer.unread().size() < kMark.size()) {
    Result<bool> read_on = buffer.more();
    if (!read_on) return read_on;
    if (!*read_on) break;
  }
  if (buffer.unread().starts_with(kMark)) buffer.take(kMark.size());
  return !buffer.unread().empty();
}

}  // namespace headrace
