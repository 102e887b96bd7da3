package dev.tenon.advise;

/**
 * What was tried.
 *
 * @param name of the plan or output
 * @param driver family of the compiler driver that is called; empty if the linker is
 * @param isRust whether rustc made the inputs
 */
public record Subject(String name, String driver, boolean isRust) {}
