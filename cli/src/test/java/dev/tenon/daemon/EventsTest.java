package dev.tenon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  @TempDir Path folder;

  @Test
  void aDamagedLogKeepsNoDaemonFromStarting() throws Exception {
    Path file = folder.resolve("heads.log");
    Files.writeString(file, "time\tx7\tbuild\tstarted\n");
    Files.write(file, new byte[] {-1, '\t', '\n'}, java.nio.file.StandardOpenOption.APPEND);
    var events = new Events(file);
    events.missing("build");
    assertThat(events.lines()).hasSize(2);
    events.add(7, "build", Events.STARTED);
    events.missing("build");
    assertThat(events.lines()).hasSize(4).last().asString().contains("\t7\tbuild\tended without");
  }
}
