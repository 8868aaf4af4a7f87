using Google.Protobuf;

namespace Streaming.Tokenizers.SentencePieces;

/// <summary>The parts of SentencePiece's <c>ModelProto</c> (sentencepiece_model.proto) that encoding and decoding need.</summary>
internal sealed class SentencePieceFile
{
    public List<VocabularyPiece> Pieces { get; } = [];

    /// <summary>1 Unigram, 2 BPE, 3 words, 4 characters.</summary>
    public int ModelType { get; private set; } = 1;

    public bool ByteFallback { get; private set; }

    public bool BlankIsSuffix { get; private set; }

    public string UnknownSurface { get; private set; } = " \u2047 ";

    public byte[] CharsMap { get; private set; } = [];

    public bool AddsDummyPrefix { get; private set; } = true;

    public bool RemovesExtraBlanks { get; private set; } = true;

    public bool EscapesBlanks { get; private set; } = true;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is no such file.</exception>
    public static SentencePieceFile Read(byte[] bytes)
    {
        var file = new SentencePieceFile();
        Fields(bytes, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    file.Pieces.Add(PieceOf(input.ReadBytes()));
                    break;
                case 2:
                    file.ReadTrainer(input.ReadBytes());
                    break;
                case 3:
                    file.ReadNormalizer(input.ReadBytes());
                    break;
                default:
                    return false;
            }

            return true;
        });
        return file;
    }

    private static VocabularyPiece PieceOf(ByteString bytes)
    {
        var (text, score, kind) = ("", 0f, PieceKind.Normal);
        Fields(bytes.ToByteArray(), (field, input) =>
        {
            switch (field)
            {
                case 1:
                    text = input.ReadString();
                    break;
                case 2:
                    score = input.ReadFloat();
                    break;
                case 3:
                    kind = (PieceKind)input.ReadEnum();
                    break;
                default:
                    return false;
            }

            return true;
        });
        return new VocabularyPiece(text, score, kind);
    }

    private void ReadTrainer(ByteString bytes) => Fields(bytes.ToByteArray(), (field, input) =>
    {
        switch (field)
        {
            case 3:
                ModelType = input.ReadEnum();
                break;
            case 24:
                BlankIsSuffix = input.ReadBool();
                break;
            case 35:
                ByteFallback = input.ReadBool();
                break;
            case 44:
                UnknownSurface = input.ReadString();
                break;
            default:
                return false;
        }

        return true;
    });

    private void ReadNormalizer(ByteString bytes) => Fields(bytes.ToByteArray(), (field, input) =>
    {
        switch (field)
        {
            case 2:
                CharsMap = input.ReadBytes().ToByteArray();
                break;
            case 3:
                AddsDummyPrefix = input.ReadBool();
                break;
            case 4:
                RemovesExtraBlanks = input.ReadBool();
                break;
            case 5:
                EscapesBlanks = input.ReadBool();
                break;
            default:
                return false;
        }

        return true;
    });

    private static void Fields(byte[] bytes, Func<int, CodedInputStream, bool> read)
    {
        using var input = new CodedInputStream(bytes);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (!read(WireFormat.GetTagFieldNumber(tag), input))
            {
                input.SkipLastField();
            }
        }
    }
}
