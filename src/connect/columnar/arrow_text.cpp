#include <charconv>
#include <string>

#include "base/unicode.h"
#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/arrow_metadata.h"
#include "data/json_parser.h"

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

template <typename Offset>
class OffsetColumn final : public ArrowColumn {
 public:
  explicit OffsetColumn(Content content) : content_(content) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    const auto begin = element<Offset>(array, 1, at), end = element<Offset>(array, 1, at + 1);
    // An array of nothing but empty texts may have no bytes at all.
    const auto* bytes = static_cast<const char*>(array.buffers[2]);
    const std::string_view text =
        end == begin ? std::string_view() : std::string_view(bytes + begin, size_t(end - begin));
    return content_value(content_, text, out, why);
  }

  Content content_;
};

// Sixteen bytes an element: the size, then the bytes themselves up to twelve, else where they stand.
class ViewColumn final : public ArrowColumn {
 public:
  explicit ViewColumn(Content content) : content_(content) {}

 private:
  struct View {
    int32_t size;
    char prefix[4];
    int32_t buffer;
    int32_t offset;
  };

  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    const View& view = static_cast<const View*>(array.buffers[1])[at];
    const char* bytes = view.size <= 12
                            ? view.prefix
                            : static_cast<const char*>(array.buffers[2 + view.buffer]) + view.offset;
    return content_value(content_, {bytes, static_cast<size_t>(view.size)}, out, why);
  }

  Content content_;
};

class FixedColumn final : public ArrowColumn {
 public:
  FixedColumn(Content content, size_t width) : content_(content), width_(width) {}

 private:
  bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const override {
    const char* bytes = static_cast<const char*>(array.buffers[1]) + size_t(at) * width_;
    return content_value(content_, {bytes, width_}, out, why);
  }

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
  const Content text = extension == kJsonExtension ? Content::kJson : Content::kText;
  if (format == "u") return std::make_unique<OffsetColumn<int32_t>>(text);
  if (format == "U") return std::make_unique<OffsetColumn<int64_t>>(text);
  if (format == "vu") return std::make_unique<ViewColumn>(text);
  if (format == "z") return std::make_unique<OffsetColumn<int32_t>>(Content::kBytes);
  if (format == "Z") return std::make_unique<OffsetColumn<int64_t>>(Content::kBytes);
  if (format == "vz") return std::make_unique<ViewColumn>(Content::kBytes);
  return nullptr;
}

}  // namespace headrace::columnar
