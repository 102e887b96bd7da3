package dev.tenon;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of rooms in ARCHITECTURE.md, held against the code. */
class ArrowsTest {
  /** Each room with the rooms that it may use. */
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("option", Set.of("model")),
          Map.entry("format", Set.of()),
          Map.entry("state", Set.of()),
          Map.entry("frontend", Set.of("model", "option", "format")),
          Map.entry("planner", Set.of("model")),
          Map.entry("binder", Set.of("model", "option", "format", "state")),
          Map.entry("dialect", Set.of("model", "option")),
          Map.entry("driver", Set.of("model", "option", "state")),
          Map.entry("keep", Set.of("model", "state")),
          Map.entry("explain", Set.of("model")),
          Map.entry("advise", Set.of("model", "format")),
          Map.entry(
              "doctor",
              Set.of("model", "state", "driver", "binder", "explain", "setup", "pipeline")),
          Map.entry("setup", Set.of("model", "state", "driver", "explain")),
          Map.entry(
              "pipeline",
              Set.of(
                  "model",
                  "option",
                  "format",
                  "state",
                  "frontend",
                  "binder",
                  "dialect",
                  "driver",
                  "keep",
                  "explain",
                  "advise")));

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tenon");

  @Test
  void theMapShowsTheSameTable() throws IOException {
    var map = Files.readString(Path.of("../ARCHITECTURE.md"));
    var rows =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]* \\| ([^|]*) \\|$")
            .matcher(map.substring(map.indexOf("\n## The rooms")))
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> names(row.group(2))));
    assertThat(rows).isEqualTo(USES);
  }

  private static Set<String> names(String cell) {
    return Pattern.compile("`(\\w+)`")
        .matcher(cell)
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void everyPackageIsInARoomOfTheTable() {
    assertThat(CODE).isNotEmpty();
    var rooms = CODE.stream().map(ArrowsTest::room).collect(Collectors.toCollection(TreeSet::new));
    assertThat(USES.keySet()).containsAll(rooms);
  }

  @TestFactory
  Stream<DynamicTest> aRoomUsesOnlyTheRoomsOfItsRow() {
    return new TreeMap<>(USES)
        .entrySet().stream()
            .map(row ->
                DynamicTest.dynamicTest(
                    row.getKey() + " uses only " + new TreeSet<>(row.getValue()),
                    () -> checkRow(row.getKey(), row.getValue())));
  }

  private static void checkRow(String room, Set<String> uses) {
    var allowed =
        Stream.concat(Stream.of(room), uses.stream())
            .map(name -> "dev.tenon." + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("dev.tenon." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.tenon..").or(resideInAnyPackage(allowed)))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void recordsOptionsPlannersAndDialectsTouchNoFilesAndNoProcesses() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tenon.model..",
            "dev.tenon.option..",
            "dev.tenon.planner..",
            "dev.tenon.dialect..",
            "dev.tenon.explain..")
        .should()
        .dependOnClassesThat(
            belongToAnyOf(
                java.io.File.class,
                java.io.FileInputStream.class,
                java.io.FileOutputStream.class,
                java.io.RandomAccessFile.class,
                java.nio.file.Files.class,
                java.nio.channels.FileChannel.class,
                ProcessBuilder.class,
                Process.class))
        .check(CODE);
  }

  @Test
  void onlyTheDriverAndTheBinderAndTheCcFrontendStartProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tenon.driver..", "dev.tenon.binder..", "dev.tenon.frontend..")
        .should()
        .dependOnClassesThat(belongToAnyOf(ProcessBuilder.class, Process.class))
        .check(CODE);
  }

  @Test
  void theCallersSurroundingsArriveAsParameters() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "System, Runtime or the working folder",
                call -> {
                  var target = call.getTarget();
                  return switch (target.getOwner().getFullName()) {
                    case "java.lang.System" ->
                        Set.of(
                                "getenv",
                                "exit",
                                "getProperty",
                                "setProperty",
                                "getProperties",
                                "console",
                                "setIn",
                                "setOut",
                                "setErr")
                            .contains(target.getName());
                    case "java.lang.Runtime" ->
                        Set.of("exit", "halt", "addShutdownHook").contains(target.getName());
                    case "java.nio.file.Path" -> target.getName().equals("toAbsolutePath");
                    case "java.io.File" ->
                        target.getName().startsWith("getAbsolute")
                            || target.getName().startsWith("getCanonical");
                    default -> false;
                  };
                }))
        .orShould()
        .accessFieldWhere(
            describe(
                "the standard streams",
                access ->
                    access.getTarget().getOwner().isEquivalentTo(System.class)
                        && Set.of("in", "out", "err").contains(access.getTarget().getName())))
        .check(CODE);
  }

  @Test
  void staticFieldsAreFinal() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void staticFieldsHoldNothingThatIsMadeToChange() {
    fields()
        .that()
        .areStatic()
        .should()
        .notHaveRawType(
            describe(
                "made to change",
                (JavaClass type) ->
                    type.getPackageName().startsWith("java.util.concurrent")
                        || type.isEquivalentTo(ThreadLocal.class)
                        || type.isEquivalentTo(StringBuilder.class)
                        || MUTABLE.stream().anyMatch(type::isEquivalentTo)))
        .allowEmptyShould(true)
        .check(CODE);
  }

  private static final Collection<Class<?>> MUTABLE =
      Arrays.asList(
          java.util.ArrayList.class,
          java.util.HashMap.class,
          java.util.HashSet.class,
          java.util.LinkedHashMap.class,
          java.util.TreeMap.class,
          java.util.WeakHashMap.class,
          java.util.Random.class);

  private static String room(JavaClass type) {
    var name = type.getPackageName();
    var inside = name.equals("dev.tenon") ? "" : name.substring("dev.tenon.".length());
    var dot = inside.indexOf('.');
    return dot < 0 ? inside : inside.substring(0, dot);
  }
}
