namespace Streaming.Tokenizers;

/// <summary>What a tokenizer's files say about its use. Null where they say nothing.</summary>
public sealed record TokenizerSettings
{
    /// <summary>The truncation that <c>tokenizer.json</c> holds.</summary>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>The padding that <c>tokenizer.json</c> holds, or the one that follows from <c>pad_token</c> and <c>padding_side</c> of <c>tokenizer_config.json</c>.</summary>
    public PaddingOptions? Padding { get; init; }

    /// <summary>The longest input of the model in ids (<c>model_max_length</c>).</summary>
    public int? ModelMaxLength { get; init; }

    /// <summary>The token that begins a sequence (<c>bos_token</c>).</summary>
    public string? BeginToken { get; init; }

    /// <summary>The token that ends a sequence (<c>eos_token</c>).</summary>
    public string? EndToken { get; init; }

    /// <summary>The token that fills up a batch (<c>pad_token</c>).</summary>
    public string? PadToken { get; init; }

    /// <summary>The token of what the vocabulary lacks (<c>unk_token</c>).</summary>
    public string? UnknownToken { get; init; }

    /// <summary>The Jinja template that turns chat messages into text (<c>chat_template</c>).</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Whether decoded text is tidied around punctuation (<c>clean_up_tokenization_spaces</c>).</summary>
    public bool CleanUpSpaces { get; init; }

    /// <summary>The class of the original library that the folder was saved from (<c>tokenizer_class</c>).</summary>
    public string? TokenizerClass { get; init; }
}
