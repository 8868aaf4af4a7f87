using System.Diagnostics;
using System.Text;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

/// <summary>This assembly as a program of its own: puts numbered objects as fast as it can and says which it won.</summary>
internal static class RacingProcess
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["race", var root, var count, var name])
        {
            return 2;
        }

        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadLineAsync();
        var store = new LocalStore(root);
        for (var i = 0; i < int.Parse(count); i++)
        {
            if (await store.PutIfAbsentAsync($"_delta_log/{i:D20}.json", Encoding.UTF8.GetBytes(name), default))
            {
                await Console.Out.WriteLineAsync(i.ToString());
            }
        }

        return 0;
    }

    public static Process Start(string root, int count, string name)
    {
        var runtime = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return Process.Start(new ProcessStartInfo(runtime, ["exec", typeof(RacingProcess).Assembly.Location, "race", root, $"{count}", name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }
}
