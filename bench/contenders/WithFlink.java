// Flink SQL in one JVM: declared columns over a scan of the file, results to the blackhole sink.
// WithFlink JOB FILE [--threads=N] [--rows=CSV] [--repeat=N], as protocol.py has it.
//
// W2 runs in batch mode. Sessions are there only in streaming mode, with mini-batches; they take in an event that is
// exactly the gap after the last one, as the YAML does. OVER windows do not look ahead, so there is no W4.

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

public class WithFlink {
  static final String EVENTS =
      "create table events (user_id string, event_id string, event_time string, country string, won int, "
          + "score double, "
          + "ts as to_timestamp(replace(substring(event_time from 1 for 19), 'T', ' ')), "
          + "watermark for ts as ts - interval '1' second) "
          + "with ('connector' = 'filesystem', 'path' = '%s', 'format' = 'json')";

  /** For each table of a job its columns and its query. */
  static final Map<String, Map<String, String[]>> JOBS = Map.of(
      "W2", Map.of("totals", new String[] {
          "user_id string, events bigint, score double",
          "select user_id, count(*), sum(score) from events group by user_id"}),
      "W3", Map.of(
          "state", new String[] {
              "user_id string, country string, events bigint",
              "select user_id, last_value(country), count(*) from events group by user_id"},
          "session", new String[] {
              "user_id string, start_time bigint, end_time bigint, games bigint, wins bigint, score double",
              "select user_id, timestampdiff(second, timestamp '1970-01-01 00:00:00', min(ts)), "
                  + "timestampdiff(second, timestamp '1970-01-01 00:00:00', max(ts)), "
                  + "count(*) filter (where event_id = 'game_start'), sum(won), sum(score) "
                  + "from table(session(table events partition by user_id, descriptor(ts), interval '30' minutes)) "
                  + "group by user_id, window_start, window_end"}));

  static TableEnvironment environment(String job, String path, String threads) {
    Configuration settings = new Configuration();
    settings.setString("parallelism.default", threads);
    settings.setString("taskmanager.numberOfTaskSlots", threads);
    settings.setString("execution.runtime-mode", job.equals("W2") ? "BATCH" : "STREAMING");
    settings.setString("table.exec.mini-batch.enabled", "true");
    settings.setString("table.exec.mini-batch.allow-latency", "2 s");
    settings.setString("table.exec.mini-batch.size", "50000");
    settings.setString("taskmanager.memory.managed.size", "1gb");
    settings.setString("pipeline.object-reuse", "true");
    settings.setString("table.local-time-zone", "UTC");
    settings.setString("rest.port", "0");
    settings.setString("rest.bind-address", "127.0.0.1");
    TableEnvironment tables =
        TableEnvironment.create(EnvironmentSettings.newInstance().withConfiguration(settings).build());
    tables.executeSql(String.format(EVENTS, path));
    return tables;
  }

  /** Does the job once; rows go nowhere. */
  static void run(TableEnvironment tables, Map<String, String[]> job) throws Exception {
    StatementSet all = tables.createStatementSet();
    for (Map.Entry<String, String[]> table : job.entrySet()) {
      all.addInsertSql("insert into " + table.getKey() + "_sink " + table.getValue()[1]);
    }
    all.execute().await();
  }

  /** Writes what is left when all changes are made. */
  static void write(TableEnvironment tables, Map<String, String[]> job, String path) throws Exception {
    Map<String, Integer> lines = new HashMap<>();
    for (Map.Entry<String, String[]> table : job.entrySet()) {
      try (CloseableIterator<Row> rows = tables.executeSql(table.getValue()[1]).collect()) {
        while (rows.hasNext()) {
          Row row = rows.next();
          StringBuilder line = new StringBuilder(table.getKey());
          for (int i = 0; i < row.getArity(); i++) {
            line.append(',').append(row.getField(i));
          }
          boolean added = row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER;
          lines.merge(line.toString(), added ? 1 : -1, Integer::sum);
        }
      }
    }
    try (PrintWriter file = new PrintWriter(path)) {
      lines.forEach((line, count) -> {
        for (int i = 0; i < count; i++) {
          file.println(line);
        }
      });
    }
  }

  static String option(String[] arguments, String name, String otherwise) {
    for (String argument : arguments) {
      if (argument.startsWith("--" + name + "=")) {
        return argument.substring(name.length() + 3);
      }
    }
    return otherwise;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String[]> job = JOBS.get(arguments[0]);
    TableEnvironment tables = environment(arguments[0], arguments[1], option(arguments, "threads", "1"));
    for (Map.Entry<String, String[]> table : job.entrySet()) {
      tables.executeSql("create table " + table.getKey() + "_sink (" + table.getValue()[0]
          + ") with ('connector' = 'blackhole')");
    }
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<String> costs = new ArrayList<>();
    String rows = option(arguments, "rows", null);
    for (int left = rows == null ? Integer.parseInt(option(arguments, "repeat", "1")) : 0; left > 0; left--) {
      long cpu = system.getProcessCpuTime();
      long wall = System.nanoTime();
      run(tables, job);
      costs.add(String.format("{\"wall\": %.4f, \"cpu\": %.4f}", (System.nanoTime() - wall) / 1e9,
          (system.getProcessCpuTime() - cpu) / 1e9));
    }
    if (rows != null) {
      write(tables, job, rows);
    }
    System.out.println(costs);
    System.out.flush();
    System.exit(0);
  }
}
