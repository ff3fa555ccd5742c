#include "connect/json_values_reader.h"

#include <algorithm>

#include "connect/byte_order_mark.h"
#include "spec/source_file.h"

namespace headrace {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool ends_scalar(char c) {
  return is_space(c) || c == ',' || c == ']' || c == '}' || c == '[' || c == '{' || c == '"';
}

}  // namespace

JsonValuesReader::Position JsonValuesReader::Position::after(std::string_view text) const {
  const auto lines = static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
  if (lines == 0) return {line, column + count_columns(text)};
  return {line + lines, 1 + count_columns(text.substr(text.rfind('\n') + 1))};
}

void JsonValuesReader::take(size_t size) {
  position_ = position_.after(buffer_.unread().substr(0, size));
  buffer_.take(size);
}

Error JsonValuesReader::error(std::string message, Position where) const {
  return {ErrorKind::kInput, std::move(message),
          path_ + ":" + std::to_string(where.line) + ":" + std::to_string(where.column), "", false};
}

Result<bool> JsonValuesReader::next_byte(char* byte) {
  for (;;) {
    const std::string_view unread = buffer_.unread();
    size_t at = 0;
    while (at < unread.size() && is_space(unread[at])) ++at;
    const bool found = at < unread.size();
    take(at);
    if (found) {
      *byte = buffer_.unread()[0];
      return true;
    }
    Result<bool> more = buffer_.more();
    if (!more || !*more) return more;
  }
}

Result<bool> JsonValuesReader::to_next_value() {
  for (;;) {
    char c;
    Result<bool> more = next_byte(&c);
    if (!more) return more.error();
    if (!*more) {
      if (expect_ == Expect::kOutside) return false;
      return error("the file ends inside its array: the closing ']' is missing", position_);
    }
    if (expect_ == Expect::kOutside) {
      if (c != '[') return true;
      expect_ = Expect::kItemOrEnd;
    } else if (c == ']' && expect_ != Expect::kItem) {
      expect_ = Expect::kOutside;
    } else if (expect_ != Expect::kCommaOrEnd) {
      return true;
    } else if (c == ',') {
      expect_ = Expect::kItem;
    } else {
      return error("Expecting ',' delimiter", position_);
    }
    take(1);
  }
}

Result<size_t> JsonValuesReader::extend(std::string_view text, size_t at, bool* whole) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted_) {
      if (static_cast<unsigned char>(c) < 0x20) {
        return error("a string is not closed, or holds a control character",
                     position_.after(text.substr(0, at)));
      }
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        quoted_ = false;
        if (depth_ == 0) return *whole = true, at + 1;
      }
    } else if (scalar_) {
      if (ends_scalar(c)) return *whole = true, at;
    } else if (c == '"') {
      quoted_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      if (depth_ == 0) return error("Expecting value", position_);
      if (--depth_ == 0) return *whole = true, at + 1;
    } else if (depth_ == 0) {
      if (c == ',') return error("Expecting value", position_);
      scalar_ = true;
    }
  }
  return at;
}

Status JsonValuesReader::read_value(EventRows& rows) {
  const Position begin = position_;
  depth_ = 0;
  quoted_ = escaped_ = scalar_ = false;
  std::string beginning;  // of a value that is too large to be held
  size_t size = 0;
  for (bool whole = false; !whole;) {
    Result<size_t> extended = extend(buffer_.unread(), size, &whole);
    if (!extended) return extended.error();
    size = *extended;
    if (size > value_max_) {
      if (beginning.empty()) beginning = buffer_.unread().substr(0, 1000);
      take(size);
      size = 0;
    }
    if (whole) break;
    Result<bool> more = buffer_.more();
    if (!more) return more.error();
    if (!*more) {
      if (!scalar_) return error("the file ends inside the value that begins here", begin);
      break;
    }
  }
  const EventPlace place = {file_, begin.line};
  if (beginning.empty())
    decoder_->decode(buffer_.unread().substr(0, size), place, rows, begin.column);
  else
    rows.skip(place, "event is too large", "more than " + std::to_string(value_max_) + " bytes", beginning);
  take(size);
  if (expect_ != Expect::kOutside) expect_ = Expect::kCommaOrEnd;
  return Ok{};
}

Result<bool> JsonValuesReader::read(EventRows& rows) {
  if (!begun_) {
    begun_ = true;
    if (Result<bool> any = skip_byte_order_mark(buffer_); !any) return any;
  }
  while (!rows.full()) {
    Result<bool> more = to_next_value();
    if (!more || !*more) return more;
    if (Status s = read_value(rows); !s) return s.error();
  }
  return true;
}

}  // namespace headrace
