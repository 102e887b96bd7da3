package dev.tenon.advise;

/**
 * Something in which two links of one plan differ.
 *
 * @param breaks whether somebody who uses the output may notice
 */
public record Difference(boolean breaks, String text) {}
