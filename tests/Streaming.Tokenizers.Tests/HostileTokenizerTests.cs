using System.Text;

namespace Streaming.Tokenizers.Tests;

/// <summary>Broken and hostile files are refused with the reason; hostile texts cost no more than their length.</summary>
public sealed class HostileTokenizerTests : IDisposable
{
    private const string Bpe = """{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public static TheoryData<string, string> Broken => new()
    {
        { "", "JSON" },
        { "{", "JSON" },
        { "[]", "object" },
        { "{}", "model" },
        { """{"model":7}""", "model" },
        { """{"model":{"type":"Neural","vocab":{}}}""", "Neural" },
        { """{"model":{"type":"BPE"}}""", "vocab" },
        { """{"model":{"type":"BPE","vocab":[]}}""", "vocab" },
        { """{"model":{"type":"BPE","vocab":{"a":-1}}}""", "model.vocab.a" },
        { """{"model":{"type":"BPE","vocab":{"a":2000000000}}}""", "model.vocab.a" },
        { """{"model":{"type":"BPE","vocab":{"a":0.5}}}""", "model.vocab.a" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "'b'" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}}""", "merges" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"?"}}""", "unk_token" },
        { """{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}}""", "dropout" },
        { """{"model":{"type":"Unigram","vocab":[["a",0.0]],"unk_id":9}}""", "unk_id" },
        { """{"model":{"type":"Unigram","vocab":["a"],"unk_id":0}}""", "vocab" },
        { With("normalizer", """{"type":"Magic"}"""), "Magic" },
        { With("normalizer", """{"type":"Precompiled","precompiled_charsmap":"////fw=="}"""), "charsmap" },
        { With("normalizer", """{"type":"Precompiled","precompiled_charsmap":"no?"}"""), "Base-64" },
        { With("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"("},"behavior":"Isolated"}"""), "pattern" },
        { With("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"[a-z&&[^b]]"},"behavior":"Isolated"}"""), "pattern" },
        { With("pre_tokenizer", """{"type":"UnicodeScripts"}"""), "UnicodeScripts" },
        { With("post_processor", """{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x","type_id":0}}],"pair":[],"special_tokens":{}}"""), "special_tokens.x" },
        { With("post_processor", """{"type":"TemplateProcessing","single":[],"pair":[],"special_tokens":{}}"""), "template" },
        { With("decoder", """{"type":"Magic"}"""), "Magic" },
        { With("added_tokens", """[{"id":2000000000,"content":"x"}]"""), "id" },
        { With("added_tokens", """{}"""), "added_tokens" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_refused_with_what_is_wrong(string json, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => Load(json)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void A_file_without_end_of_nesting_is_refused()
    {
        var depth = 10_000;
        var normalizer = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", depth)) + string.Concat(Enumerable.Repeat("]}", depth));
        Assert.Throws<InvalidDataException>(() => Load(With("normalizer", normalizer)));
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains("nowhere.json", Assert.Throws<FileNotFoundException>(() => TokenizerFile.Load("nowhere.json")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x12, 0x02, 0x18, 0x04, 0x0A, 0x02, 0x0A, 0x00 })]
    public void A_broken_SentencePiece_model_is_refused(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, "broken.model");
        File.WriteAllBytes(path, bytes);
        Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(path));
    }

    [Theory]
    [InlineData("aGk=")]
    [InlineData("aGk= x")]
    [InlineData("?? 1")]
    [InlineData("aGk= 99999999999")]
    public void A_broken_tiktoken_file_is_refused(string line)
    {
        var path = Path.Combine(_folder.FullName, "broken.tiktoken");
        File.WriteAllText(path, line);
        Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(path));
    }

    // Quadratic work would take hours here: a million letters, each pair of which merges.
    [Theory]
    [InlineData("cl100k_base")]
    [InlineData("o200k_base")]
    public void A_word_of_a_million_letters_is_tokenized(string encoding)
    {
        var tokenizer = TokenizerFile.Load(encoding);
        var word = new string('a', 1_000_000);
        Assert.Equal(word, tokenizer.Decode(tokenizer.Encode(word)));
    }

    [Fact]
    public void A_million_combining_marks_are_normalized()
    {
        var tokenizer = TokenizerFile.Load(GoldenFolders.Own("tokenizer.json").Single(folder => folder.EndsWith("wordpiece-legacy", StringComparison.Ordinal)));
        Assert.Equal(3, tokenizer.EncodeWithOffsets("e" + string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000))).Length);
    }

    [Fact]
    public void A_text_of_nothing_but_added_tokens_is_cut()
    {
        var tokenizer = TokenizerFile.Load("cl100k_base");
        var text = new StringBuilder().Insert(0, "<|endoftext|>", 50_000).ToString();
        Assert.Equal(50_000, tokenizer.Count(text));
    }

    private static string With(string name, string part) => $$"""{"model": {{Bpe}}, "{{name}}": {{part}} }""";

    private ITracingTokenizer Load(string json)
    {
        var path = Path.Combine(_folder.FullName, "tokenizer.json");
        File.WriteAllText(path, json);
        return TokenizerFile.Load(path);
    }
}
