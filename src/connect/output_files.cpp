#include "connect/output_files.h"

#include <sys/stat.h>

#include <filesystem>

#include "connect/compress.h"
#include "connect/file_sink.h"

namespace headrace {
namespace {

bool is_plain(const std::string& path) {
  struct stat info;
  return path != "-" && !descriptor_of(path) && (::stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode));
}

// An aggregate's name as a file name: all but the slash and a dot in front may stand.
std::string file_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c == '/' || (c == '.' && out.empty()))
      out += c == '/' ? "%2F" : "%2E";
    else
      out += c;
  }
  return out;
}

}  // namespace

Status OutputFiles::add(const std::string& path, Compression compression) {
  Result<std::unique_ptr<ByteSink>> sink = open_file_sink(path);
  if (!sink) return sink.error();
  files_.push_back({path, is_plain(path), compress(compression, *std::move(sink)), 0});
  return Ok{};
}

Result<OutputFiles> OutputFiles::open(const OutputTarget& target, const std::vector<std::string>& names,
                                      const RunMetadata* metadata) {
  OutputFiles out(metadata);
  if (!target.folder) {
    if (Status s = out.add(target.path, target.compression); !s) return s.error();
    return out;
  }
  std::error_code code;
  std::filesystem::create_directories(target.path, code);
  if (code)
    return Error{ErrorKind::kOutside, "cannot make the folder: " + code.message(), target.path, "", false};
  for (const std::string& name : names) {
    const std::string path = target.path + file_name(name) + "." + target.extension();
    if (Status s = out.add(path, target.compression); !s) return s.error();
  }
  return out;
}

Status OutputFiles::write(size_t file, std::string_view text, uint64_t rows) {
  files_[file].rows += rows;
  return files_[file].sink->write(text);
}

Status OutputFiles::finish() {
  std::vector<std::unique_ptr<ByteSink>> closed;
  for (File& file : files_) {
    if (Status s = file.sink->close(); !s) return s;
    if (!metadata_ || !file.plain) continue;
    Result<std::unique_ptr<ByteSink>> beside = open_file_sink(file.path + ".meta.json");
    if (!beside) return beside.error();
    if (Status s = (*beside)->write(metadata_->json(file.rows)); !s) return s;
    if (Status s = (*beside)->close(); !s) return s;
    closed.push_back(*std::move(beside));
  }
  // Where a file is, what is said of it is there too.
  for (File& file : files_) closed.push_back(std::move(file.sink));
  for (const auto& sink : closed) {
    if (Status s = sink->publish(); !s) return s;
  }
  return Ok{};
}

}  // namespace headrace
