#include <charconv>
#include <string>

#include "base/unicode.h"
#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/arrow_metadata.h"
#include "connect/columnar/cell_loop.h"
#include "data/json_parser.h"
#include "data/text_slot.h"

namespace headrace::columnar {
namespace {

// What the bytes of an element stand for.
enum class Content { kText, kBytes, kJson, kUuid };

bool uuid_value(std::string_view bytes, Value* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    const auto byte = static_cast<uint8_t>(bytes[i]);
    text.push_back(kHex[byte >> 4]);
    text.push_back(kHex[byte & 15]);
  }
  *out = Value::string(text);
  return true;
}

bool content_value(Content content, std::string_view bytes, Value* out, std::string* why) {
  if (bytes.size() > UINT32_MAX) {
    *why = "a text of more than 4 GiB";
    return false;
  }
  switch (content) {
    case Content::kBytes: *out = Value::bytes(bytes); return true;
    case Content::kUuid: return uuid_value(bytes, out);
    case Content::kJson: {
      JsonError error;
      if (parse_json(bytes, out, &error)) return true;
      *why = std::string("JSON: ") + error.message + ": column " + std::to_string(error.offset + 1);
      return false;
    }
    case Content::kText: break;
  }
  *out = Value::string(bytes);
  if (out->is_ascii() || unicode::is_valid(bytes, true)) return true;
  *out = Value();
  *why = "invalid UTF-8";
  return false;
}

// Offsets into the bytes of all elements.
template <typename Offset>
class Spans {
 public:
  explicit Spans(const ArrowArray& array)
      : offsets_(buffer<Offset>(array, 1)), bytes_(buffer<char>(array, 2)) {}

  // An array of nothing but empty texts may have no bytes at all.
  std::string_view operator()(int64_t begin, int64_t end) const {
    const Offset from = offsets_[begin], to = offsets_[end];
    return from == to ? std::string_view() : std::string_view(bytes_ + from, static_cast<size_t>(to - from));
  }

 private:
  const Offset* offsets_;
  const char* bytes_;
};

// Most texts are ASCII, and so is then the whole run, nulls' bytes included: one look at it instead of one at
// each.
template <typename Offset>
class TextColumn final : public CellLoop<TextColumn<Offset>> {
 public:
  static constexpr bool kTakesUsedCells = true;

  static auto cells(const ArrowArray& array, int64_t at, int64_t count) {
    const Spans<Offset> spans(array);
    const bool ascii = unicode::is_ascii(spans(at, at + count));
    return [spans, ascii](int64_t i, Value* out, std::string* why) {
      const std::string_view text = spans(i, i + 1);
      if (!ascii || (sizeof(Offset) == 8 && text.size() > UINT32_MAX))
        return content_value(Content::kText, text, out, why);
      set_text(out, text, true);
      return true;
    };
  }
};

template <typename Offset>
class OffsetColumn final : public CellLoop<OffsetColumn<Offset>> {
 public:
  explicit OffsetColumn(Content content) : content_(content) {}

  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [spans = Spans<Offset>(array), content = content_](int64_t at, Value* out, std::string* why) {
      return content_value(content, spans(at, at + 1), out, why);
    };
  }

 private:
  Content content_;
};

// Sixteen bytes an element: the size, then the bytes themselves up to twelve, else where they stand.
class ViewColumn final : public CellLoop<ViewColumn> {
 public:
  explicit ViewColumn(Content content) : content_(content) {}

  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [views = buffer<View>(array, 1), buffers = array.buffers + 2, content = content_](
               int64_t at, Value* out, std::string* why) {
      const View& view = views[at];
      const char* bytes =
          view.size <= 12 ? view.prefix : static_cast<const char*>(buffers[view.buffer]) + view.offset;
      return content_value(content, {bytes, static_cast<size_t>(view.size)}, out, why);
    };
  }

 private:
  struct View {
    int32_t size;
    char prefix[4];
    int32_t buffer;
    int32_t offset;
  };

  Content content_;
};

class FixedColumn final : public CellLoop<FixedColumn> {
 public:
  FixedColumn(Content content, size_t width) : content_(content), width_(width) {}

  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [data = buffer<char>(array, 1), content = content_, width = width_](int64_t at, Value* out,
                                                                               std::string* why) {
      return content_value(content, {data + static_cast<size_t>(at) * width, width}, out, why);
    };
  }

 private:
  Content content_;
  size_t width_;
};

ColumnPtr fixed_column(std::string_view format, bool uuid) {
  size_t width = 0;
  const char* const end = format.data() + format.size();
  if (std::from_chars(format.data() + 2, end, width).ptr != end) return nullptr;
  return std::make_unique<FixedColumn>(uuid && width == 16 ? Content::kUuid : Content::kBytes, width);
}

}  // namespace

ColumnPtr text_column(const ArrowSchema& schema) {
  const std::string_view format = schema.format;
  const auto extension = find_metadata(schema, kExtensionName);
  if (format.starts_with("w:")) return fixed_column(format, extension == kUuidExtension);
  const bool json = extension == kJsonExtension;
  if (format == "u" && !json) return std::make_unique<TextColumn<int32_t>>();
  if (format == "U" && !json) return std::make_unique<TextColumn<int64_t>>();
  if (format == "u") return std::make_unique<OffsetColumn<int32_t>>(Content::kJson);
  if (format == "U") return std::make_unique<OffsetColumn<int64_t>>(Content::kJson);
  if (format == "vu") return std::make_unique<ViewColumn>(json ? Content::kJson : Content::kText);
  if (format == "z") return std::make_unique<OffsetColumn<int32_t>>(Content::kBytes);
  if (format == "Z") return std::make_unique<OffsetColumn<int64_t>>(Content::kBytes);
  if (format == "vz") return std::make_unique<ViewColumn>(Content::kBytes);
  return nullptr;
}

}  // namespace headrace::columnar
