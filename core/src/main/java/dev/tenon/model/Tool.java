package dev.tenon.model;

/**
 * A program that takes part, by content.
 *
 * @param role {@code linker}, {@code driver}, {@code archiver}
 * @param family {@code bfd lld mold tenon gcc clang}
 * @param version as the tool prints it, {@code 2.40}; empty if it prints none
 * @param path where it was found on this machine
 * @param digest SHA-256 of the file, lower-case hex
 */
public record Tool(String role, String family, String version, String path, String digest) {}
