using Streaming.ChatServer;
using Streaming.Models.Operators.Synthesis;
using Streaming.Operators;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Models.Tests.Synthesis;

/// <summary>Runs operators that generate against a server with a script.</summary>
internal sealed class Synthesis(FakeChatServer server, OperatorDriver driver) : IAsyncDisposable
{
    public FakeChatServer Server => server;

    public OperatorDriver Driver => driver;

    /// <summary>The columns of the first sample that came out.</summary>
    public object? this[string column] => driver.Out[0].Meta[column];

    /// <summary>Runs samples through an operator; the script gives the answer to each prompt.</summary>
    public static Task<Synthesis> RunAsync<TOptions>(Func<TOptions, Operator> make, TOptions options, Func<ChatAsked, string> script, params Sample[] samples)
        where TOptions : SynthesisOptions => ReplyAsync(make, options, asked => ChatReply.Say(script(asked)), samples);

    /// <inheritdoc cref="RunAsync"/>
    public static async Task<Synthesis> ReplyAsync<TOptions>(Func<TOptions, Operator> make, TOptions options, Func<ChatAsked, ChatReply> script, params Sample[] samples)
        where TOptions : SynthesisOptions
    {
        var server = await FakeChatServer.StartAsync(script);
        var schema = samples.SelectMany(sample => sample.Meta.Names).Distinct().Aggregate(RowSchema.Text, (known, name) => known.With(new(name, ColumnType.String)));
        var @operator = make(options with { Endpoint = server.Address.AbsoluteUri, Model = "test", MaxAttempts = 2 });
        @operator.Describe(schema);
        var driver = await OperatorDriver.OpenAsync(@operator, schema);
        await driver.ApplyAsync(samples);
        return new(server, driver);
    }

    /// <summary>A sample with columns.</summary>
    public static Sample Row(string text, params (string Name, object? Value)[] columns)
    {
        var sample = Some.Sample(text);
        foreach (var (name, value) in columns)
        {
            sample.Meta[name] = value;
        }

        return sample;
    }

    public async ValueTask DisposeAsync()
    {
        await driver.DisposeAsync();
        await server.DisposeAsync();
    }
}
