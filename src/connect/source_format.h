// What a file holds, told by its first bytes; its name decides only where these leave it open.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace headrace {

enum class Compression { kNone, kGzip, kZstd };

enum class SourceFormat {
  kJsonLines,    // a JSON value on each line
  kJsonValues,   // JSON values one after the other, laid out in any way; an array's items are values of their
                 // own
  kCsv,          // a header row, then an event on each row
  kParquet,      // begins with PAR1
  kArrowFile,    // Arrow IPC, begins with ARROW1
  kArrowStream,  // Arrow IPC without an index, begins with FF FF FF FF
};

// As many bytes of a file as are looked at.
inline constexpr size_t kSniffBytes = 256 << 10;

// Formats that are known and not read, so that they are not taken for text: what it is, and what to do. Null
// for any other content.
struct UnreadFormat {
  const char* name;
  const char* hint;
};
const UnreadFormat* sniff_unread(std::string_view head);

Compression sniff_compression(std::string_view head);

// What a name of this extension stands for whose files are never without a byte, as "a gzip file"; null for
// others. Such a file that is empty was cut off.
const char* never_empty(std::string_view name);

// `head` is the first kSniffBytes of the content, or all of it where it is shorter. A text that begins with
// neither a brace nor a bracket is CSV if `name` ends so (".csv", then maybe ".gz" or ".zst"), or if `name`
// has no extension that tells otherwise and the first line reads as a header of at least two columns.
SourceFormat sniff_format(std::string_view head, std::string_view name);

// The format that an option names: json, csv, parquet, arrow. None for another word. "json" is kJsonLines;
// json_layout() says which of the two it is.
std::optional<SourceFormat> source_format_of(std::string_view word);

// kJsonLines or kJsonValues. Lines, unless the text begins with an array, or its first object goes over
// several lines or is followed by another on its own line.
SourceFormat json_layout(std::string_view head);

}  // namespace headrace
