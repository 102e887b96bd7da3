package dev.tenon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.real.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One numbered message for each kind of bad input, the same whichever linker is behind (MSG-01,
 * MSG-03, MSG-06).
 */
class BadInputTest {
  @TempDir Path folder;
  private Lab lab;
  private Links links;

  @BeforeEach
  void objects() {
    Lab.needs("gcc");
    lab = new Lab(folder);
    links = new Links(lab);
    lab.write("s.c", "int _start(){return 0;}\n").ok("gcc -c -O1 s.c");
  }

  private String message(String engine, String... words) {
    Links.needs(engine);
    Lab.Result result = links.tenon(engine, List.of(words));
    assertThat(result.exit()).isNotZero();
    String ours = result.err().lines().filter(l -> l.startsWith("error[T")).findFirst().orElse("");
    assertThat(result.err()).contains(ours);
    return ours;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aMissingObjectIsNamed(String engine) {
    assertThat(message(engine, "s.o", "not/there.o", "-o", "out"))
        .isEqualTo("error[T0201]: the input file `not/there.o` does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aMissingLibraryIsNamedWithThePlacesWhereItWasLookedFor(String engine) {
    Links.needs(engine);
    Lab.Result result =
        links.tenon(engine, List.of("s.o", "-L.", "-L/nowhere", "-lnosuchthing", "-o", "out"));
    assertThat(result.err())
        .contains("error[T0202]: the library `-lnosuchthing` was not found")
        .contains("libnosuchthing.so")
        .contains("\n  /nowhere\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void whereDpkgKnowsThePackageOfAMissingLibraryItIsNamed(String engine) {
    Links.needs(engine);
    assumeTrue(Files.exists(Path.of("/var/lib/dpkg/info/libc6:amd64.list")), "this is no Debian");
    Lab.Result result =
        links.tenon(engine, List.of("s.o", "-nostdlib", "-lthread_db", "-o", "out"));
    assertThat(result.err()).contains("error[T0202]").contains("package libc6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anObjectOfAnotherMachineIsNamed(String engine) {
    lab.ok("gcc -m32 -c -O1 -o s32.o s.c");
    assertThat(message(engine, "-m", "elf_x86_64", "s.o", "s32.o", "-o", "out"))
        .isEqualTo("error[T0203]: `s32.o` was made for another machine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aTruncatedObjectIsNamed(String engine) throws Exception {
    byte[] whole = lab.bytes("s.o");
    Files.write(folder.resolve("cut.o"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(message(engine, "cut.o", "-o", "out")).isEqualTo("error[T0204]: `cut.o` is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anInputThatIsAFolderIsNamed(String engine) throws Exception {
    Files.createDirectory(folder.resolve("dir.o"));
    assertThat(message(engine, "s.o", "dir.o", "-o", "out"))
        .isEqualTo("error[T0206]: `dir.o` is a folder, not a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anOutputFolderThatIsNotThereIsNamed(String engine) {
    assertThat(message(engine, "s.o", "-o", "no/folder/out"))
        .isEqualTo("error[T0301]: the output folder `" + folder + "/no/folder` does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void anOutputThatIsAFolderIsLeftAlone(String engine) throws Exception {
    Files.createDirectory(folder.resolve("out"));
    assertThat(message(engine, "s.o", "-o", "out"))
        .isEqualTo("error[T0303]: the output `" + folder + "/out` is a folder");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void undefinedSymbolsAreNamedWhateverTheWording(String engine) {
    lab.write("u.c", "int gone(); int lost(); int _start(){return gone()+lost();}\n")
        .ok("gcc -c -O1 u.c");
    assertThat(message(engine, "u.o", "-o", "out"))
        .startsWith("error[T0501]: undefined: ")
        .contains("gone")
        .contains("lost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aMisspeltOptionIsNamedWithWhatWasMeant(String engine) {
    Links.needs(engine);
    Lab.Result result = links.tenon(engine, List.of("s.o", "--gc-sectoins", "-o", "out"));
    assertThat(result.err())
        .contains("error[T0504]")
        .contains("help: `--gc-sectoins`: did you mean --gc-sections");
  }

  @Test
  void anOptionOfOtherLinkersIsNamedAsTheirs() {
    Links.needs("bfd");
    Lab.Result result = links.tenon("bfd", List.of("s.o", "--icf=all", "-o", "out"));
    assertThat(result.err())
        .contains("error[T0504]")
        .contains("help: `icf` is an option of lld, mold: TENON_ENGINE chooses");
  }

  @Test
  void aLinkerThatIsNotThereIsNamed() {
    Lab.Result result = links.tenon("/no/such/ld", List.of("s.o", "-o", "out"));
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).startsWith("error[T0401]: linker `/no/such/ld` not found");
  }

  @Test
  void aLinkerThatASignalEndsIsNamedWithTheSignal() throws Exception {
    // A program that really dies of the signal stands where a linker would be: no linker can be
    // made to crash on purpose in every version.
    lab.write(
            "crash.c",
            """
            #include <signal.h>
            #include <stdio.h>
            #include <string.h>
            const char *volatile knows = "dependency-file"; /* as a linker, not as a wrapper */
            int main(int c, char **v) {
              if (c > 1 && strcmp(v[1], "--version") == 0) return puts("GNU ld 2.40") < 0;
              if (c > 1 && strcmp(v[1], "--help") == 0) return 0;
              return raise(SIGSEGV);
            }
            """)
        .ok("mkdir -p bin")
        .ok("gcc crash.c -o bin/ld.bfd");
    Lab.Result result =
        links.tenon(folder.resolve("bin/ld.bfd").toString(), List.of("s.o", "-o", "out"));
    assertThat(result.exit()).isEqualTo(139);
    assertThat(result.err()).contains("error[T0403]").contains("signal 11 (SIGSEGV)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void aFullDiskIsNamedAndTheOldOutputStays(String engine) throws Exception {
    Links.needs(engine);
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a small disk");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Lab.Result mounted =
        lab.run(
            Map.of(), List.of("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", disk.toString()));
    assumeTrue(mounted.exit() == 0, "a small disk could not be mounted: " + mounted.err());
    try {
      lab.write("big.s", ".data\n.globl _start\n_start: .fill 600000,1,7\n")
          .ok("as -o big.o big.s");
      lab.write("disk/out", "old");
      Lab.Result result = links.performed(engine, List.of("big.o", "-o", "disk/out"));
      assertThat(result.exit()).isNotZero();
      assertThat(result.err()).contains("error[T0304]: the disk is full");
      assertThat(folder.resolve("disk/out")).hasContent("old");
      try (var names = Files.list(disk)) {
        assertThat(names).hasSize(1);
      }
    } finally {
      lab.ok("umount " + disk);
    }
  }

  @Test
  void leavesResponseFileThatNamesItselfToTheLinker() {
    lab.write("loop.rsp", "s.o @loop.rsp\n");
    Lab.Result result = links.tenon("bfd", List.of("@loop.rsp", "-o", "out"));
    assertThat(result.exit())
        .isEqualTo(links.direct("bfd", List.of("@loop.rsp", "-o", "out")).exit());
  }

  /** Runs as a user without rights, through the launcher of this test's own JVM. */
  @ParameterizedTest
  @ValueSource(strings = {"bfd", "lld", "mold"})
  void whatMayNotBeReadOrWrittenIsNamed(String engine) throws Exception {
    Links.needs(engine);
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root) {
      Lab.needs("setpriv");
    }
    lab.ok("cp s.o secret.o").ok("chmod 000 secret.o").ok("chmod 755 .");
    Files.createDirectory(folder.resolve("shut"));
    lab.ok("chmod 555 shut");
    Lab.Result read = asNobody(root, engine, List.of("s.o", "secret.o", "-o", "/tmp/nobody.out"));
    assertThat(read.err()).contains("error[T0205]: `secret.o` cannot be read");
    Lab.Result write = asNobody(root, engine, List.of("s.o", "-o", "shut/out"));
    assertThat(write.err())
        .contains("error[T0302]: the output folder `" + folder + "/shut` cannot be written");
  }

  private Lab.Result asNobody(boolean root, String engine, List<String> words) {
    var line = new ArrayList<String>();
    if (root) {
      line.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    String java = System.getProperty("java.home") + "/bin/java";
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    line.addAll(List.of(java, "-cp", path, OneLink.class.getName(), engine));
    line.addAll(words);
    return lab.run(Map.of(), line);
  }
}
