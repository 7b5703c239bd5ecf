using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using SendFlowr.Integration.Instances;

namespace SendFlowr.Integration.Http;

/// <summary>Instances of one deployment that answer over HTTP.</summary>
internal sealed class HttpDeployment : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-http-");
    private readonly List<InstanceProcess> _instances = [];
    private readonly HttpClient _client = new() { Timeout = Limit };

    public HttpDeployment(string bootstrapServers, string prefix, params (string Key, string Value)[] more) =>
        Settings = DeploymentSettings.Of(bootstrapServers, prefix, more);

    public Dictionary<string, string> Settings { get; }

    public InstanceProcess Start(string name, string role)
    {
        InstanceProcess instance = new(name, _folder.FullName, Settings, role);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>Runs a verb beside the instances.</summary>
    public ProgramRun Run(params string[] words) => ProgramRun.Of(Settings, _folder.FullName, words);

    /// <summary>Writes a file into the folder of the verbs.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    public async Task<(int Status, JsonNode? Body, HttpResponseMessage Answer)> PostAsync(Uri instance, string path, string body, string type = "application/json")
    {
        using StringContent content = new(body, Encoding.UTF8, type);
        HttpResponseMessage answer = await _client.PostAsync(new Uri(instance, path), content);
        return ((int)answer.StatusCode, await ReadAsync(answer), answer);
    }

    public async Task<(int Status, JsonNode? Body, HttpResponseMessage Answer)> GetAsync(Uri instance, string path)
    {
        HttpResponseMessage answer = await _client.GetAsync(new Uri(instance, path));
        return ((int)answer.StatusCode, await ReadAsync(answer), answer);
    }

    public async Task<(int Status, JsonNode? Body, HttpResponseMessage Answer)> DeleteAsync(Uri instance, string path)
    {
        HttpResponseMessage answer = await _client.DeleteAsync(new Uri(instance, path));
        return ((int)answer.StatusCode, await ReadAsync(answer), answer);
    }

    /// <summary>Asks again until it is so.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo, string what, TimeSpan? limit = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            T answer = await ask();
            if (isSo(answer))
            {
                return answer;
            }

            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(limit ?? Limit, $"{what}: {answer}");
        }
    }

    public async Task UntilReadyAsync(Uri instance) =>
        await UntilAsync(() => GetAsync(instance, "/health/ready"), static answer => answer.Status == 200, $"{instance} is ready");

    public void Dispose()
    {
        _instances.ForEach(static instance => instance.Dispose());
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonNode?> ReadAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldNotBe(500, $"{text}; {string.Join('\n', _instances.Select(instance => instance.Told))}");
        return answer.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" ? JsonNode.Parse(text) : null;
    }
}
