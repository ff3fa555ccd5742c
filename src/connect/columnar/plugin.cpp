#include "connect/columnar/plugin.h"

#include <dlfcn.h>

#include <filesystem>
#include <mutex>
#include <string>

namespace headrace::columnar {
namespace {

const HeadraceColumnar* given = nullptr;

Error missing(const std::string& detail) {
  return {ErrorKind::kOutside, "Parquet and Arrow files need the plug-in lib/headrace/columnar.so: " + detail,
          "",
          "install headrace with 'make install', which puts the plug-in and Arrow's libraries beside each "
          "other, or build both with 'make build'",
          false};
}

std::filesystem::path find_plugin() {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const std::filesystem::path folder = program.parent_path();
  for (const char* place : {"lib/headrace", "../lib/headrace"}) {
    std::filesystem::path path = folder / place / "columnar.so";
    if (std::filesystem::exists(path, ignored)) return path;
  }
  return {};
}

Result<const HeadraceColumnar*> load() {
  const std::filesystem::path path = find_plugin();
  if (path.empty()) return missing("it is not there");
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) return missing(::dlerror());
  const auto entry = reinterpret_cast<HeadraceColumnarEntry>(::dlsym(library, HEADRACE_COLUMNAR_ENTRY));
  if (!entry) return missing("it is something else");
  const HeadraceColumnar* plugin = entry();
  if (plugin->abi != HEADRACE_COLUMNAR_ABI) return missing("it belongs to another version of headrace");
  return plugin;
}

}  // namespace

void use_plugin(const HeadraceColumnar* plugin) { given = plugin; }

Result<const HeadraceColumnar*> load_plugin() {
  if (given) return given;
  static std::once_flag once;
  static Result<const HeadraceColumnar*> loaded = nullptr;
  std::call_once(once, [] { loaded = load(); });
  return loaded;
}

}  // namespace headrace::columnar
