// replace: counts the matches, charges for the result, then copies once.

#include <algorithm>
#include <cstring>

#include "pylib/text/find.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

bool read_arguments(Context& cx, const Value& self, const Args& args, size_t* max) {
  if (!expect_count(cx, self.is_str() ? "str.replace" : "bytes.replace", args, 2, 3)) return false;
  for (size_t i = 0; i < 2; ++i) {
    if (!(self.is_str() ? expect_str(cx, "replace", i == 0 ? "1" : "2", args[i])
                        : expect_same_kind(cx, self, args[i]))) {
      return false;
    }
  }
  int64_t count = -1;
  if (args.count > 2 && !size_arg(cx, args[2], &count)) return false;
  *max = count < 0 ? SIZE_MAX : static_cast<size_t>(count);
  return true;
}

class Writer {
 public:
  explicit Writer(char* to) : to_(to) {}
  void put(std::string_view text) {
    std::memcpy(to_, text.data(), text.size());
    to_ += text.size();
  }

 private:
  char* to_;
};

// `with` before each of the first `count` units, and at the very end if there are more.
void write_interleaved(std::string_view text, bool bytewise, std::string_view with, size_t count, char* to) {
  Writer writer(to);
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; count > 0; --count) {
    writer.put(with);
    if (at == end) break;
    const size_t size = unit_size(bytewise, at);
    writer.put({at, size});
    at += size;
  }
  writer.put({at, static_cast<size_t>(end - at)});
}

void write_replaced(std::string_view text, std::string_view what, std::string_view with, size_t count,
                    char* to) {
  Writer writer(to);
  size_t begin = 0;
  for (; count > 0; --count) {
    const size_t at = find_first(text, what, begin);
    writer.put(text.substr(begin, at - begin));
    writer.put(with);
    begin = at + what.size();
  }
  writer.put(text.substr(begin));
}

}  // namespace

bool text_replace(Context& cx, const Value& self, const Args& args, Value* out) {
  size_t max;
  if (!read_arguments(cx, self, args, &max)) return false;
  const std::string_view text = self.str(), what = args[0].str(), with = args[1].str();
  if (!charge_scan(cx, text.size())) return false;
  const size_t count =
      what.empty() ? std::min(max, unit_count(self) + 1) : count_occurrences(text, what, max);
  if (count == 0) {
    *out = self;
    return true;
  }
  // No overflow: both factors are bounded by the size budget, far below 2^32.
  const uint64_t size = text.size() - count * what.size() + static_cast<uint64_t>(count) * with.size();
  if (!cx.charge(count) || !cx.charge_bytes(size)) return false;
  *out = fill_text(self.kind(), size, self.is_ascii() && args[1].is_ascii(), [&](char* to) {
    if (what.size() == 1 && with.size() == 1 && max == SIZE_MAX) {
      std::replace_copy(text.begin(), text.end(), to, what[0], with[0]);
    } else if (what.empty()) {
      write_interleaved(text, is_bytewise(self), with, count, to);
    } else {
      write_replaced(text, what, with, count, to);
    }
  });
  return true;
}

}  // namespace headrace::pylib
