#include "connect/output_target.h"

#include <sys/stat.h>

#include <array>
#include <string_view>
#include <utility>

#include "connect/file_sink.h"

namespace headrace {
namespace {

struct Word {
  std::string_view word;
  OutputFormat format;
};
// The first of each format is its extension.
constexpr std::array<Word, 8> kFormats = {{{"jsonl", OutputFormat::kJsonLines},
                                           {"ndjson", OutputFormat::kJsonLines},
                                           {"csv", OutputFormat::kCsv},
                                           {"parquet", OutputFormat::kParquet},
                                           {"pq", OutputFormat::kParquet},
                                           {"arrow", OutputFormat::kArrow},
                                           {"feather", OutputFormat::kArrow},
                                           {"ipc", OutputFormat::kArrow}}};
constexpr std::array<std::pair<std::string_view, Compression>, 2> kCompressions = {
    {{".gz", Compression::kGzip}, {".zst", Compression::kZstd}}};

constexpr const char* kHint =
    "formats are jsonl, csv, parquet and arrow; .gz or .zst may follow jsonl and csv";

// Format and compression of "csv.gz". False for words that name none.
bool read_words(std::string_view text, OutputTarget* target) {
  for (const auto& [suffix, compression] : kCompressions) {
    if (!text.ends_with(suffix)) continue;
    target->compression = compression;
    text.remove_suffix(suffix.size());
  }
  for (const Word& known : kFormats) {
    if (known.word != text) continue;
    target->format = known.format;
    return true;
  }
  return false;
}

// The last extension, with the one before it where that is a compression's: "csv.gz" of "a.b/c.csv.gz".
std::string_view extensions_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  for (const auto& [suffix, compression] : kCompressions) {
    if (dot > 0 && name.substr(dot) == suffix && name.rfind('.', dot - 1) != std::string_view::npos)
      dot = name.rfind('.', dot - 1);
  }
  return name.substr(dot + 1);
}

Result<OutputTarget> checked(OutputTarget target) {
  const bool columnar = target.format == OutputFormat::kParquet || target.format == OutputFormat::kArrow;
  if (columnar && target.compression != Compression::kNone) {
    return Error{ErrorKind::kUsage, "Parquet and Arrow files compress their columns themselves", target.path,
                 "leave out .gz or .zst", false};
  }
  if (columnar && target.path == "-") {
    return Error{ErrorKind::kUsage, "Parquet and Arrow go to files, not to standard output", "",
                 "name a file with --output=FILE", false};
  }
  return target;
}

}  // namespace

std::string OutputTarget::extension() const {
  std::string text;
  for (const Word& known : kFormats) {
    if (text.empty() && known.format == format) text = known.word;
  }
  for (const auto& [suffix, kind] : kCompressions) {
    if (kind == compression) text += suffix;
  }
  return text;
}

Result<OutputTarget> output_target(const std::string& path, const std::string& format) {
  OutputTarget target;
  target.path = path.empty() ? "-" : path;
  if (path == "none") {
    target.format = OutputFormat::kNone;
    return target;
  }
  struct stat info;
  const bool exists = ::stat(target.path.c_str(), &info) == 0;
  target.folder = target.path.ends_with('/') || (exists && S_ISDIR(info.st_mode));
  if (target.folder && !target.path.ends_with('/')) target.path += '/';
  if (!format.empty()) {
    for (const auto& [suffix, compression] : kCompressions) {
      if (target.path.ends_with(suffix)) target.compression = compression;
    }
    if (!read_words(format, &target))
      return Error{ErrorKind::kUsage, "'" + format + "' is no output format", "--output-format", kHint,
                   false};
    OutputTarget named;
    const std::string words(extensions_of(target.path));
    if (!target.folder && read_words(words, &named) &&
        (named.format != target.format || named.compression != target.compression)) {
      return Error{ErrorKind::kUsage, "the name says " + words + ", --output-format says " + format, path,
                   "leave out --output-format, or name the file so that both say the same", false};
    }
    return checked(std::move(target));
  }
  if (target.path == "-" || target.folder) return target;
  OutputTarget named = target;
  if (read_words(extensions_of(path), &named)) return checked(std::move(named));
  const bool device = descriptor_of(path) || (exists && !S_ISREG(info.st_mode));
  if (device) return target;
  const bool json = extensions_of(path).starts_with("json");
  return Error{ErrorKind::kUsage, "the name does not tell the output's format", path,
               json ? "JSON lines end in .jsonl; or add --output-format=jsonl"
                    : std::string(kHint) + "; a folder ends in '/'",
               false};
}

}  // namespace headrace
