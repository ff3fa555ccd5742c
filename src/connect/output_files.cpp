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

std::vector<std::string> all_paths(const OutputTarget& target, const std::vector<std::string>& names) {
  if (!target.folder) return {target.path};
  std::vector<std::string> paths;
  paths.reserve(names.size());
  for (const std::string& name : names)
    paths.push_back(target.path + file_name(name) + "." + target.extension());
  return paths;
}

}  // namespace

Status OutputFiles::add(const std::string& path, Compression compression) {
  Result<std::unique_ptr<ByteSink>> sink = open_file_sink(path);
  if (!sink) return sink.error();
  files_.push_back({compress(compression, *std::move(sink)), nullptr});
  if (!metadata_ || !is_plain(path)) return Ok{};
  Result<std::unique_ptr<ByteSink>> beside = open_file_sink(metadata_path(path));
  if (!beside) return beside.error();
  files_.back().beside = *std::move(beside);
  return Ok{};
}

Result<OutputFiles> OutputFiles::open(const OutputTarget& target, const std::vector<std::string>& names,
                                      const RunMetadata* metadata) {
  OutputFiles out(metadata);
  std::error_code code;
  if (target.folder) std::filesystem::create_directories(target.path, code);
  if (code)
    return Error{ErrorKind::kOutside, "cannot make the folder: " + code.message(), target.path, "", false};
  for (const std::string& path : all_paths(target, names)) {
    if (Status s = out.add(path, target.compression); !s) return s.error();
  }
  return out;
}

std::vector<std::string> OutputFiles::paths(const OutputTarget& target,
                                            const std::vector<std::string>& names) {
  std::vector<std::string> paths = all_paths(target, names);
  std::erase_if(paths, [](const std::string& path) { return !is_plain(path); });
  return paths;
}

Status OutputFiles::write(size_t file, std::string_view text, uint64_t rows) {
  files_[file].rows += rows;
  return files_[file].sink->write(text);
}

Status OutputFiles::finish() {
  // Where a file is, what is said of it is there too.
  std::vector<ByteSink*> all;
  for (File& file : files_) {
    if (Status s = file.sink->close(); !s) return s;
    if (!file.beside) continue;
    if (Status s = file.beside->write(metadata_->json(file.rows)); !s) return s;
    if (Status s = file.beside->close(); !s) return s;
    all.push_back(file.beside.get());
  }
  for (File& file : files_) all.push_back(file.sink.get());
  for (ByteSink* sink : all) {
    if (Status s = sink->appear(); !s) return s;
  }
  for (ByteSink* sink : all) {
    if (Status s = sink->settle(); !s) return s;
  }
  return Ok{};
}

}  // namespace headrace
