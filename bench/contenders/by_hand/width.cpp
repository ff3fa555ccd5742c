// W7 by hand for one core: events and the sum of every tenth attribute per key. width JOB FILE [ROWS]
//
// It knows the names and their order, so that simdjson looks at each key of an event once and at no value but
// these.
#include "file.h"
#include "json.h"
#include "keys.h"

namespace by_hand {
namespace {

struct Total {
  int64_t events = 0, sum = 0;
  std::string_view name;
};

// "a0", "a10", ... below the number of attributes of W7-100, W7-1000 and W7-10000 (w7_width/generate.py).
std::vector<std::string> read_names(std::string_view job) {
  const int attributes = job == "W7-100" ? 4 : job == "W7-1000" ? 54 : job == "W7-10000" ? 530 : 0;
  if (!attributes) fail("no such job", std::string(job).c_str());
  std::vector<std::string> names;
  for (int number = 0; number < attributes; number += 10)
    names.push_back(std::string("a").append(std::to_string(number)));
  return names;
}

std::vector<Total> totals(std::string_view file, const std::vector<std::string>& names) {
  KeyTable keys;
  std::vector<Total> found;
  for_each_event(file, [&](object& event) {
    const std::string_view name = text(event, "k");
    const Key key(name);
    const uint32_t number = keys.number(key, key.hash());
    if (number == found.size()) found.push_back({0, 0, name});
    found[number].events++;
    for (const std::string& attribute : names) found[number].sum += int64_t(event.find_field(attribute));
  });
  return found;
}

}  // namespace
}  // namespace by_hand

int main(int count, char** arguments) {
  if (count < 3) by_hand::fail("JOB FILE [ROWS]", arguments[0]);
  const auto totals = by_hand::totals(by_hand::map_file(arguments[2]), by_hand::read_names(arguments[1]));
  if (count > 3) {
    std::FILE* rows = by_hand::create_file(arguments[3]);
    for (const auto& total : totals)
      std::fprintf(rows, "wide,%.*s,%ld,%ld\n", int(total.name.size()), total.name.data(), total.events,
                   total.sum);
    std::fclose(rows);
  }
}
