package dev.tenon.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Even here only the entry point touches the process; the rest gets a request. */
class EffectsTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tenon.cli", "dev.tenon.daemon");

  @Test
  void onlyMainReadsTheEnvironmentAndEndsTheProcess() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .callMethodWhere(
            describe(
                "System or Runtime",
                call ->
                    switch (call.getTarget().getOwner().getFullName()) {
                      case "java.lang.System" ->
                          Set.of("getenv", "exit", "setOut", "setErr", "setIn")
                              .contains(call.getTarget().getName());
                      case "java.lang.Runtime" ->
                          Set.of("exit", "halt").contains(call.getTarget().getName());
                      default -> false;
                    }))
        .orShould()
        .accessFieldWhere(
            describe(
                "the standard streams",
                access ->
                    access.getTarget().getOwner().isEquivalentTo(System.class)
                        && Set.of("in", "out", "err").contains(access.getTarget().getName())))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(CODE);
  }
}
