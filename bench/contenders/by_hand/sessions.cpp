// The jobs W1 to W4 and W6 by hand for one core: a limit to be measured against, not a rival. sessions JOB
// FILE [ROWS]
//
// It knows the one spec and the one layout of events: keys of up to 16 bytes, fields in their order, no
// escapes, times of one form. What makes it fast: the file is mapped, strings are taken as they stand, and
// events go through in batches, whose keys are prefetched before they are looked up. Floats add left to
// right. W6 alone expects disorder.
#include <algorithm>

#include "file.h"
#include "json.h"
#include "keys.h"
#include "timestamps.h"

namespace by_hand {
namespace {

enum class Job { kProjection, kTotals, kSessions, kWindows, kDisorder };

constexpr int64_t kGap = 1800, kWeek = 7 * 86400, kThreeDays = 3 * 86400;
constexpr size_t kBatch = 512;

struct Event {
  Key key;
  uint64_t hash;
  uint32_t player;
  int32_t won, level;
  bool game;
  int64_t time;
  double score;
  const char *country, *os_name;  // into the file, up to the next quote
};

struct alignas(64) Player {
  double score = 0;
  int64_t count = 0;  // of events in the session; of all events where there are no sessions
  int64_t start = 0, last = INT64_MIN / 2;
  const char* country = nullptr;
  int32_t games = 0, wins = 0, sessions = 0, events = 0;
};

struct Session {
  int64_t start, end;
  double score;
  uint32_t player;
  int32_t games, wins;
};

struct Row {
  uint32_t player;
  int32_t wins;
  double score, avg_games;
};

class Work {
 public:
  template <Job job>
  void run(std::string_view file) {
    // Room for what this layout gives, so that nothing is moved later.
    if constexpr (job >= Job::kSessions) sessions_.reserve(file.size() / 190);
    players_.reserve(1 << 17);
    for_each_event(file, [this](object& event) {
      read<job>(event, batch_[filled_]);
      if (++filled_ == kBatch) batch<job>();
    });
    batch<job>();
    if constexpr (job == Job::kDisorder) {
      std::stable_sort(kept_.begin(), kept_.end(),
                       [](const Event& a, const Event& b) { return a.time < b.time; });
      for (const Event& event : kept_) into_session(event);
    }
    if constexpr (job >= Job::kSessions)
      for (uint32_t player = 0; player < players_.size(); player++) close(players_[player], player);
    if constexpr (job >= Job::kWindows) windows();
  }

  void write(Job job, std::FILE* file) const;

 private:
  template <Job job>
  void read(object& event, Event& into) {
    const std::string_view name = text(event, "user_id");
    into.key = Key(name);
    into.hash = into.key.hash();
    if constexpr (job >= Job::kSessions) {
      const std::string_view kind = text(event, "event_id");
      into.game = kind == "game_start";
    }
    if constexpr (job != Job::kTotals) {
      into.time = timestamps_(text(event, "event_time").data());
      into.country = event.find_field("country").get_raw_json_string().value().raw();
    }
    if constexpr (job == Job::kProjection) {
      into.os_name = event.find_field("os_name").get_raw_json_string().value().raw();
      into.level = int32_t(int64_t(event.find_field("level")));
    }
    if constexpr (job >= Job::kSessions) into.won = int32_t(int64_t(event.find_field("won")));
    into.score = double(event.find_field("score"));
  }

  template <Job job>
  void batch() {
    for (size_t i = 0; i < filled_; i++) keys_.prefetch(batch_[i].hash);
    for (size_t i = 0; i < filled_; i++) {
      Event& event = batch_[i];
      event.player = keys_.number(event.key, event.hash);
      if (event.player == players_.size()) add_player<job>(event);
      __builtin_prefetch(&players_[event.player], 1);
    }
    for (size_t i = 0; i < filled_; i++) {
      const Event& event = batch_[i];
      if constexpr (job == Job::kDisorder) {
        kept_.push_back(event);
      } else if constexpr (job >= Job::kSessions) {
        into_session(event);
      } else if constexpr (job == Job::kTotals) {
        players_[event.player].count++;
        players_[event.player].score += event.score;
      } else if (event.time >= lasts_[event.player].time) {
        lasts_[event.player] = event;
      }
    }
    filled_ = 0;
  }

  template <Job job>
  void add_player(const Event& event) {
    players_.emplace_back();
    names_.push_back(event.key);
    if constexpr (job == Job::kProjection) lasts_.push_back(event);
  }

  void into_session(const Event& event) {
    Player& player = players_[event.player];
    if (event.time - player.last > kGap) {
      if (player.count) close(player, event.player);
      player.count = player.games = player.wins = 0;
      player.score = 0;
      player.start = event.time;
    }
    player.last = event.time;
    player.count++;
    player.events++;
    player.country = event.country;
    player.games += event.game;
    player.wins += event.won;
    player.score += event.score;
  }

  void close(Player& player, uint32_t number) {
    sessions_.push_back({player.start, player.last, player.score, number, player.games, player.wins});
    player.sessions++;
  }

  // Sessions stand in the order in which they ended; a counting sort brings each player's together.
  void windows() {
    std::vector<uint32_t> begins(players_.size() + 1);
    for (size_t i = 0; i < players_.size(); i++) begins[i + 1] = begins[i] + uint32_t(players_[i].sessions);
    std::vector<uint32_t> next(begins.begin(), begins.end() - 1);
    std::vector<Session> sorted(sessions_.size());
    for (const Session& session : sessions_) sorted[next[session.player]++] = session;
    sessions_.swap(sorted);
    rows_.reserve(sessions_.size());
    for (size_t i = 0; i < players_.size(); i++)
      player_rows(&sessions_[begins[i]], int(begins[i + 1] - begins[i]));
  }

  // first..i-1 are the sessions of the week before i, i+1..last-1 those of the three days after it.
  void player_rows(const Session* session, int count) {
    int first = 0, last = 0, added = 0;
    int32_t wins = 0;  // of added..last-1
    for (int i = 0; i < count; i++) {
      const int64_t start = session[i].start;
      while (session[first].start <= start - kWeek) first++;
      while (last < count && session[last].start < start + kThreeDays) wins += session[last++].wins;
      while (added <= i) wins -= session[added++].wins;
      if (session[i].wins <= 0 || first == i || last <= i + 1) continue;
      double score = 0;
      int64_t games = 0;
      for (int before = first; before < i; before++) {
        score += session[before].score;
        games += session[before].games;
      }
      rows_.push_back({session[i].player, wins, score, double(games) / (i - first)});
    }
  }

  std::string_view name(uint32_t player) const {
    static char text[16];
    const Key& key = names_[player];
    std::memcpy(text, &key.front, 8);
    if (key.size >= 8) std::memcpy(text + key.size - 8, &key.back, 8);
    return {text, key.size};
  }

  KeyTable keys_;
  Timestamps timestamps_;
  Event batch_[kBatch];
  size_t filled_ = 0;
  std::vector<Player> players_;
  std::vector<Key> names_;
  std::vector<Event> lasts_;  // for the projection: each player's last event
  std::vector<Event> kept_;   // for disorder: all events
  std::vector<Session> sessions_;
  std::vector<Row> rows_;
};

int quoted(const char* begin) { return int(std::strchr(begin, '"') - begin); }

void Work::write(Job job, std::FILE* file) const {
  const auto each_player = [&](auto print) {
    for (uint32_t i = 0; i < players_.size(); i++) print(i, std::string(name(i)));
  };
  if (job == Job::kProjection) {
    each_player([&](uint32_t i, const std::string& player) {
      const Event& event = lasts_[i];
      std::fprintf(file, "last,%s,%.*s,%.*s,%d,%.17g\n", player.c_str(), quoted(event.country), event.country,
                   quoted(event.os_name), event.os_name, event.level, event.score);
    });
  } else if (job == Job::kTotals) {
    each_player([&](uint32_t i, const std::string& player) {
      std::fprintf(file, "totals,%s,%ld,%.17g\n", player.c_str(), players_[i].count, players_[i].score);
    });
  } else if (job == Job::kSessions) {
    each_player([&](uint32_t i, const std::string& player) {
      std::fprintf(file, "state,%s,%.*s,%d\n", player.c_str(), quoted(players_[i].country),
                   players_[i].country, players_[i].events);
    });
    for (const Session& one : sessions_)
      std::fprintf(file, "session,%s,%ld,%ld,%d,%d,%.17g\n", std::string(name(one.player)).c_str(), one.start,
                   one.end, one.games, one.wins, one.score);
  } else {
    for (const Row& row : rows_)
      std::fprintf(file, "row,%s,%.17g,%.17g,%d\n", std::string(name(row.player)).c_str(), row.score,
                   row.avg_games, row.wins);
  }
}

Job run(Work& work, std::string_view job, std::string_view file) {
  if (job == "W1") return work.run<Job::kProjection>(file), Job::kProjection;
  if (job == "W2") return work.run<Job::kTotals>(file), Job::kTotals;
  if (job == "W3") return work.run<Job::kSessions>(file), Job::kSessions;
  if (job == "W4") return work.run<Job::kWindows>(file), Job::kWindows;
  if (job == "W6") return work.run<Job::kDisorder>(file), Job::kDisorder;
  fail("no such job", std::string(job).c_str());
}

}  // namespace
}  // namespace by_hand

int main(int count, char** arguments) {
  if (count < 3) by_hand::fail("JOB FILE [ROWS]", arguments[0]);
  by_hand::Work work;
  const by_hand::Job job = by_hand::run(work, arguments[1], by_hand::map_file(arguments[2]));
  if (count > 3) {
    std::FILE* rows = by_hand::create_file(arguments[3]);
    work.write(job, rows);
    std::fclose(rows);
  }
  std::fflush(nullptr);
  std::_Exit(0);  // taking all of it apart is no part of the job
}
