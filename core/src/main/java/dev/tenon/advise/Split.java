package dev.tenon.advise;

/**
 * Debug information in a file of its own, made after the link with {@code objcopy}.
 *
 * @param engine of the link
 * @param millis that it took beyond the link
 * @param bytes of the program that remains
 * @param debugBytes of the file beside it
 */
public record Split(String engine, long millis, long bytes, long debugBytes) {}
