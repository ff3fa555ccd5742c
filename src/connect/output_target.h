// What --output and --output-format ask for.
#pragma once

#include <string>

#include "base/status.h"
#include "connect/source_format.h"

namespace headrace {

enum class OutputFormat { kJsonLines, kCsv, kParquet, kArrow, kNone };

struct OutputTarget {
  std::string path;     // "-" is standard output
  bool folder = false;  // a file for each aggregate in it, and path ends in '/'
  OutputFormat format = OutputFormat::kJsonLines;
  Compression compression = Compression::kNone;

  // "csv.gz": what a file of this format is called behind its name.
  std::string extension() const;
};

// `path`: empty or "-" for standard output, "none" for no output, a folder (that exists, or ends in '/') or a
// file, whose extension tells the format; a device or a pipe need have none. `format`: empty, or jsonl, csv,
// parquet or arrow, each alone or with ".gz" or ".zst", for a path that tells none. What fits nothing, or
// says two things, is a usage error.
Result<OutputTarget> output_target(const std::string& path, const std::string& format);

}  // namespace headrace
