#include "connect/aside.h"

#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <set>

#include "base/unicode.h"

namespace headrace {
namespace {

struct Aside {
  std::mutex mutex;
  std::set<std::string> names;
  unsigned count = 0;
  bool publishing = false, ending = false;
};

Aside& aside() {
  static Aside* const all = new Aside();  // outlives all threads
  return *all;
}

// Lets no thread go on while another ends the process.
[[noreturn]] void wait_for_the_end(std::unique_lock<std::mutex> lock) {
  lock.unlock();
  for (;;) ::pause();
}

// "folder/.name.PID-N.tmp", short enough for any file system.
std::string aside_name(const std::string& path, unsigned number) {
  constexpr size_t kNameBytesMax = 200;
  const size_t base = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
  std::string name = path.substr(0, base) + ".";
  name += unicode::truncated(std::string_view(path).substr(base), kNameBytesMax);
  return name + "." + std::to_string(::getpid()) + "-" + std::to_string(number) + ".tmp";
}

}  // namespace

int make_aside(const std::string& path, const std::function<int(const char*)>& make, std::string* name) {
  // A process that was killed left its names, and in a container the next one has the same number.
  constexpr int kTriesMax = 10'000;
  Aside& all = aside();
  std::unique_lock lock(all.mutex);
  if (all.ending) wait_for_the_end(std::move(lock));
  int made = -1;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    *name = aside_name(path, all.count++);
    made = make(name->c_str());
    if (made >= 0 || errno != EEXIST) break;
  }
  if (made >= 0) all.names.insert(*name);
  return made;
}

void forget_aside(const std::string& name) {
  Aside& all = aside();
  const std::lock_guard lock(all.mutex);
  all.names.erase(name);
}

void begin_publishing() {
  Aside& all = aside();
  std::unique_lock lock(all.mutex);
  if (all.ending) wait_for_the_end(std::move(lock));
  all.publishing = true;
}

bool end_unpublished() {
  Aside& all = aside();
  const std::lock_guard lock(all.mutex);
  if (all.publishing) return false;
  all.ending = true;
  for (const std::string& name : all.names) ::unlink(name.c_str());
  return true;
}

}  // namespace headrace
