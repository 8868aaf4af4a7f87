namespace Streaming.Models.Sessions;

/// <summary>What a model does, as its graphs say it.</summary>
public enum ModelFamily
{
    /// <summary>Text to vector.</summary>
    TextEmbedder,

    /// <summary>Text (or a pair) to labels or a figure.</summary>
    TextClassifier,

    /// <summary>Text to a label for each of its tokens (names).</summary>
    TokenClassifier,

    /// <summary>Picture to vector.</summary>
    ImageEmbedder,

    /// <summary>Picture to labels or a figure.</summary>
    ImageClassifier,

    /// <summary>Text and picture to vectors in one space (CLIP, SigLIP).</summary>
    DualEncoder,

    /// <summary>A text and a picture, read together, to labels or a figure (BLIP's matching head).</summary>
    ImageTextClassifier,

    /// <summary>Text continued (Llama, Qwen, Mistral, GPT-2).</summary>
    Decoder,

    /// <summary>Text to text by an encoder and a decoder (T5, BART, Marian).</summary>
    TextToText,

    /// <summary>Picture to text by an encoder and a decoder.</summary>
    ImageToText,
}
