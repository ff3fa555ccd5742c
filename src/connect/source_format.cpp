#include "connect/source_format.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/unicode.h"
#include "data/json_parser.h"
#include "data/value.h"

namespace headrace {
namespace {

constexpr std::string_view kBom = "\xef\xbb\xbf";
constexpr std::string_view kSpace = " \t\r\n";

std::string_view without_bom(std::string_view text) {
  return text.starts_with(kBom) ? text.substr(kBom.size()) : text;
}

// The last part of a path, in lower case.
std::string lower_name(std::string_view path) {
  std::string text(path.substr(path.rfind('/') + 1));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return text;
}

// The last extension that is not a compression's, in lower case: "csv" of "a/B.CSV.gz".
std::string extension_of(std::string_view name) {
  std::string text = lower_name(name);
  for (const std::string_view compression : {".gz", ".zst"}) {
    if (text.ends_with(compression)) text.resize(text.size() - compression.size());
  }
  const size_t dot = text.rfind('.');
  return dot == std::string::npos || dot == 0 ? "" : text.substr(dot + 1);
}

bool is_json_scalar(std::string_view cell) {
  constexpr std::array<std::string_view, 6> kWords = {"null", "true",     "false",
                                                      "NaN",  "Infinity", "-Infinity"};
  return std::find(kWords.begin(), kWords.end(), cell) != kWords.end() ||
         cell.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

// Two or more names, none of which is empty or a number.
bool looks_like_header(std::string_view head) {
  std::string_view line = head.substr(0, head.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (!unicode::is_valid(line, false) || line.find('\0') != std::string_view::npos) return false;
  size_t cells = 0;
  for (size_t begin = 0; begin <= line.size(); ++cells) {
    const size_t comma = std::min(line.find(',', begin), line.size());
    if (is_json_scalar(line.substr(begin, comma - begin))) return false;
    begin = comma + 1;
  }
  return cells >= 2;
}

// Where the value that starts at `at` ends: behind its last bracket. npos where the text ends before, or
// where a control character stands inside a string, which is no JSON.
size_t value_end(std::string_view text, size_t at) {
  size_t depth = 0;
  for (bool quoted = false; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (static_cast<unsigned char>(c) < 0x20) return std::string_view::npos;
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

// Whether the first line of a value that is not whole in the head stops where a laid out object is broken:
// behind an opening bracket, a colon or a comma. A line that was cut off seldom does.
bool breaks_between_tokens(std::string_view line) {
  const size_t last = line.find_last_not_of(kSpace);
  return last != std::string_view::npos &&
         std::string_view("{[:,").find(line[last]) != std::string_view::npos;
}

bool is_json(std::string_view text) {
  Value value;
  JsonError error;
  return parse_json(text, &value, &error);
}

// Whether the next line is an object of its own. *text moves behind it.
bool take_object_line(std::string_view* text) {
  text->remove_prefix(std::min(text->find_first_not_of(kSpace), text->size()));
  const std::string_view line = text->substr(0, text->find('\n'));
  const bool is_object = line.starts_with('{') && value_end(*text, 0) == line.find_last_not_of(kSpace) + 1;
  text->remove_prefix(line.size());
  return is_object;
}

// Whether a value that begins so can go on with an object.
bool can_hold_object_next(std::string_view text) {
  const size_t last = text.find_last_not_of(kSpace);
  return last == std::string_view::npos || std::string_view("[,:").find(text[last]) != std::string_view::npos;
}

// A first line that is no JSON before lines that are objects each, with no comma between: the layout of no
// value.
bool stands_before_lines(std::string_view line, std::string_view rest) {
  if (!take_object_line(&rest)) return false;
  return (line.starts_with('{') && !can_hold_object_next(line)) || take_object_line(&rest);
}

// A text whose first character is one of ASCII's, after a byte-order mark or not.
bool is_utf16(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\xfe\xff\0"sv) || head.starts_with("{\0"sv)) return true;
  return head.size() >= 4 && head.starts_with("\xff\xfe"sv) && head[3] == '\0';
}

}  // namespace

const UnreadFormat* sniff_unread(std::string_view head) {
  using namespace std::string_view_literals;
  struct Known {
    size_t at;
    std::string_view magic;
    UnreadFormat format;
  };
  static constexpr const char* kUnpack = "unpack it, or compress it with gzip or zstd";
  static constexpr std::array<Known, 7> kKnown = {
      {{4, "1AY&SY"sv, {"compressed with bzip2", kUnpack}},
       {0,
        "\xfd"
        "7zXZ"sv,
        {"compressed with xz", kUnpack}},
       {0, "\x04\x22\x4d\x18"sv, {"compressed with lz4", kUnpack}},
       {0, "PK\x03\x04"sv, {"a zip archive", kUnpack}},
       {257, "ustar\0"sv, {"a tar archive", kUnpack}},
       {257, "ustar  \0"sv, {"a tar archive", kUnpack}},
       {0, "Obj\x01"sv, {"an Avro file", "convert it to Parquet or JSON lines"}}}};
  for (const Known& known : kKnown) {
    if (head.size() > known.at && head.substr(known.at).starts_with(known.magic)) return &known.format;
  }
  static constexpr UnreadFormat kUtf16 = {"text in UTF-16", "convert it: iconv -f UTF-16 -t UTF-8 FILE"};
  return is_utf16(head) ? &kUtf16 : nullptr;
}

Compression sniff_compression(std::string_view head) {
  if (head.starts_with("\x1f\x8b")) return Compression::kGzip;
  // A frame, or one that may be skipped (50 to 5F 2A 4D 18).
  if (head.starts_with("\x28\xb5\x2f\xfd")) return Compression::kZstd;
  if (head.size() >= 4 && (head[0] & 0xf0) == 0x50 && head.substr(1).starts_with("\x2a\x4d\x18"))
    return Compression::kZstd;
  return Compression::kNone;
}

const char* never_empty(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 8> kKinds = {
      {{".gz", "a gzip file"},
       {".zst", "a zstd file"},
       {".parquet", "a Parquet file"},
       {".pq", "a Parquet file"},
       {".arrow", "an Arrow file"},
       {".arrows", "an Arrow stream"},
       {".ipc", "an Arrow file"},
       {".feather", "an Arrow file"}}};
  const std::string lower = lower_name(name);
  for (const auto& [extension, kind] : kKinds) {
    if (lower.ends_with(extension)) return kind;
  }
  return nullptr;
}

SourceFormat sniff_format(std::string_view head, std::string_view name) {
  if (head.starts_with("PAR1")) return SourceFormat::kParquet;
  if (head.starts_with("ARROW1")) return SourceFormat::kArrowFile;
  if (head.starts_with("\xff\xff\xff\xff")) return SourceFormat::kArrowStream;
  const std::string_view text = without_bom(head);
  const size_t first = text.find_first_not_of(kSpace);
  if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) return json_layout(head);
  const std::string extension = extension_of(name);
  if (extension == "csv") return SourceFormat::kCsv;
  const bool named_json = extension == "json" || extension == "jsonl" || extension == "ndjson";
  return !named_json && looks_like_header(text) ? SourceFormat::kCsv : SourceFormat::kJsonLines;
}

std::optional<SourceFormat> source_format_of(std::string_view word) {
  if (word == "json") return SourceFormat::kJsonLines;
  if (word == "csv") return SourceFormat::kCsv;
  if (word == "parquet") return SourceFormat::kParquet;
  if (word == "arrow") return SourceFormat::kArrowFile;
  return std::nullopt;
}

SourceFormat json_layout(std::string_view head) {
  const std::string_view text = without_bom(head);
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '['))
    return SourceFormat::kJsonLines;
  const bool array = text[first] == '[';
  const size_t line_end = std::min(text.find('\n', first), text.size());
  const size_t end = value_end(text, first);
  if (end > line_end && stands_before_lines(text.substr(first, line_end - first), text.substr(line_end))) {
    return SourceFormat::kJsonLines;
  }
  if (end == std::string_view::npos) {
    const bool laid_out =
        line_end < text.size() && breaks_between_tokens(text.substr(first, line_end - first));
    return array || laid_out ? SourceFormat::kJsonValues : SourceFormat::kJsonLines;
  }
  if (end > line_end) {
    const bool lines = !array && !breaks_between_tokens(text.substr(first, line_end - first)) &&
                       !is_json(text.substr(first, end - first));
    return lines ? SourceFormat::kJsonLines : SourceFormat::kJsonValues;
  }
  const size_t next = text.find_first_not_of(kSpace, end);
  if (next == std::string_view::npos) return array ? SourceFormat::kJsonValues : SourceFormat::kJsonLines;
  if (next > line_end) return SourceFormat::kJsonLines;
  return text[next] == '{' || text[next] == '[' ? SourceFormat::kJsonValues : SourceFormat::kJsonLines;
}

}  // namespace headrace
