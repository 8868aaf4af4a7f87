using Streaming.Models.Chat;
using Streaming.Models.Generation;

namespace Streaming.Models.Tests.Goldens;

/// <summary>What transformers made of conversations.</summary>
public sealed class ChatGoldenTests
{
    public static IEnumerable<object[]> Chats => GoldenFolders.With("chat");

    [SkippableTheory]
    [MemberData(nameof(Chats))]
    public void Golden_chats_are_rendered_and_tokenised(string folder)
    {
        using var golden = GoldenModel.Load(folder);
        var template = ChatTemplate.Of(golden.Model.Folder);
        var model = golden.Model.AsDecoder();
        foreach (var chat in golden.Golden.GetProperty("chat").EnumerateArray())
        {
            var text = template.Render(chat.GetProperty("messages"), chat.GetProperty("add_generation_prompt").GetBoolean());
            Assert.Equal(chat.GetProperty("rendered").GetString(), text);
            Assert.Equal(GoldenModel.Ints(chat.GetProperty("input_ids")), model.Prepare(new Prompt(text, IsComplete: true)).Ids);
        }
    }
}
