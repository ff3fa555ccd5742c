// lower, upper, title, capitalize, swapcase, casefold. ASCII text and bytes take a path of their own, byte by
// byte; other text goes code point by code point through Unicode's full mappings, which may grow it.

#include <memory>

#include "pylib/text/ascii.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// One byte to one, without context. `map` is branchless, so that the loop vectorizes.
template <typename Map>
bool map_bytes(Context& cx, const Value& self, Map map, Value* out) {
  const std::string_view text = self.str();
  if (!cx.charge_bytes(text.size())) return false;
  *out = fill_text(self.kind(), text.size(), self.is_ascii(), [&](char* to) {
    for (size_t i = 0; i < text.size(); ++i) to[i] = map(text[i]);
  });
  return true;
}

// Collects code points; there is room for all that case mappings can make of a text.
class Writer {
 public:
  // A code point becomes at most three, of at most three times the bytes.
  static constexpr size_t kGrowthMax = 3;

  explicit Writer(size_t text_size) {
    if (text_size * kGrowthMax > sizeof small_) {
      large_ = std::make_unique_for_overwrite<char[]>(text_size * kGrowthMax);
      begin_ = at_ = large_.get();
    }
  }
  void put_ascii(char c) { *at_++ = c; }
  void put(char32_t c) { at_ += unicode::encode(c, at_); }
  void put(const unicode::CaseMapping& mapping) {
    for (int i = 0; i < mapping.size; ++i) put(mapping.chars[i]);
  }
  std::string_view text() const { return {begin_, static_cast<size_t>(at_ - begin_)}; }

 private:
  char small_[384];
  std::unique_ptr<char[]> large_;
  char* begin_ = small_;
  char* at_ = small_;
};

// The lower case of c, which is text[at, next); only a capital sigma looks around.
void put_lower(std::string_view text, const char* at, const char* next, char32_t c, Writer* out) {
  constexpr char32_t kCapitalSigma = 0x3A3, kSmallSigma = 0x3C3, kFinalSigma = 0x3C2;
  if (c < 0x80) {
    out->put_ascii(ascii_lower(static_cast<char>(c)));
  } else if (c != kCapitalSigma) {
    out->put(unicode::full_lower(c));
  } else {
    const std::string_view before(text.data(), static_cast<size_t>(at - text.data()));
    const std::string_view after(next, static_cast<size_t>(text.data() + text.size() - next));
    out->put(unicode::is_final_sigma(before, after) ? kFinalSigma : kSmallSigma);
  }
}

void put_upper(char32_t c, Writer* out) {
  if (c < 0x80) {
    out->put_ascii(ascii_upper(static_cast<char>(c)));
  } else {
    out->put(unicode::full_upper(c));
  }
}

// Code point by code point: `put(at, next, c, &writer)`.
template <typename Put>
bool map_code_points(Context& cx, const Value& self, Put put, Value* out) {
  const std::string_view text = self.str();
  if (!cx.charge_bytes(text.size() * Writer::kGrowthMax)) return false;
  Writer writer(text.size());
  const char* at = text.data();
  for (const char* const end = at + text.size(); at < end;) {
    const char* const start = at;
    const char32_t c = unicode::decode_next(at);
    put(start, at, c, &writer);
  }
  *out = Value::string(writer.text());
  return true;
}

bool lower_bytes(Context& cx, const Value& self, Value* out) {
  return map_bytes(cx, self, [](char c) { return ascii_lower(c); }, out);
}

bool swap_bytes(Context& cx, const Value& self, Value* out) {
  return map_bytes(
      cx, self, [](char c) { return static_cast<char>(c ^ (is_ascii_letter(c) ? 0x20 : 0)); }, out);
}

// A letter after a letter is lowered, any other raised.
bool title_bytes(Context& cx, const Value& self, Value* out) {
  bool in_word = false;
  return map_bytes(
      cx, self,
      [&in_word](char c) {
        const char mapped = in_word ? ascii_lower(c) : ascii_upper(c);
        in_word = is_ascii_letter(c);
        return mapped;
      },
      out);
}

bool capitalize_bytes(Context& cx, const Value& self, Value* out) {
  bool first = true;
  return map_bytes(
      cx, self,
      [&first](char c) {
        const char mapped = first ? ascii_upper(c) : ascii_lower(c);
        first = false;
        return mapped;
      },
      out);
}

}  // namespace

bool text_lower(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.lower" : "bytes.lower", args, 0, 0)) return false;
  if (is_bytewise(self)) return lower_bytes(cx, self, out);
  const std::string_view text = self.str();
  return map_code_points(
      cx, self,
      [text](const char* at, const char* next, char32_t c, Writer* result) {
        put_lower(text, at, next, c, result);
      },
      out);
}

bool text_upper(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.upper" : "bytes.upper", args, 0, 0)) return false;
  if (is_bytewise(self)) return map_bytes(cx, self, [](char c) { return ascii_upper(c); }, out);
  return map_code_points(
      cx, self, [](const char*, const char*, char32_t c, Writer* result) { put_upper(c, result); }, out);
}

bool str_casefold(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "str.casefold", args, 0, 0)) return false;
  if (is_bytewise(self)) return lower_bytes(cx, self, out);
  return map_code_points(
      cx, self,
      [](const char*, const char*, char32_t c, Writer* result) { result->put(unicode::full_fold(c)); }, out);
}

bool text_swapcase(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.swapcase" : "bytes.swapcase", args, 0, 0)) return false;
  if (is_bytewise(self)) return swap_bytes(cx, self, out);
  const std::string_view text = self.str();
  return map_code_points(
      cx, self,
      [text](const char* at, const char* next, char32_t c, Writer* result) {
        if (unicode::is_upper(c)) {
          put_lower(text, at, next, c, result);
        } else if (unicode::is_lower(c)) {
          put_upper(c, result);
        } else {
          result->put(c);
        }
      },
      out);
}

bool text_title(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.title" : "bytes.title", args, 0, 0)) return false;
  if (is_bytewise(self)) return title_bytes(cx, self, out);
  const std::string_view text = self.str();
  bool after_cased = false;
  return map_code_points(
      cx, self,
      [text, &after_cased](const char* at, const char* next, char32_t c, Writer* result) {
        if (after_cased) {
          put_lower(text, at, next, c, result);
        } else {
          result->put(unicode::full_title(c));
        }
        after_cased = unicode::is_cased(c);
      },
      out);
}

bool text_capitalize(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.capitalize" : "bytes.capitalize", args, 0, 0)) return false;
  if (is_bytewise(self)) return capitalize_bytes(cx, self, out);
  const std::string_view text = self.str();
  return map_code_points(
      cx, self,
      [text](const char* at, const char* next, char32_t c, Writer* result) {
        if (at == text.data()) {
          result->put(unicode::full_title(c));
        } else {
          put_lower(text, at, next, c, result);
        }
      },
      out);
}

}  // namespace headrace::pylib
