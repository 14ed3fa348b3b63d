import { expose } from 'comlink';
import { createSearchResources, searchJobs } from '../src/jobs/search';
import { createHost } from './host';

expose(createHost(searchJobs, createSearchResources()));
